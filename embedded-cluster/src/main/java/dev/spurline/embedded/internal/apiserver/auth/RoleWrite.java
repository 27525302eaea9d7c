// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.auth;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * The wish to write a role or a binding.
 *
 * @param user who wishes it
 * @param plural {@code roles}, {@code clusterroles}, {@code rolebindings} or {@code clusterrolebindings}
 * @param namespace empty for none
 * @param name its name
 * @param object what is to be written
 * @param old what is there; null for nothing
 */
public record RoleWrite(
        User user,
        String plural,
        String namespace,
        String name,
        JsonNode object,
        @Nullable JsonNode old) {

    boolean isBinding() {
        return plural.endsWith("bindings");
    }
}
