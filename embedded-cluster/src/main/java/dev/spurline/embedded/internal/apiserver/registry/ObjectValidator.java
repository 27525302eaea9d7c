// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.status.StatusException;
import java.util.Optional;
import java.util.function.Function;

/**
 * A webhook that refuses objects and changes none.
 *
 * <p>Source: ToStatusErr in {@code k8s.io/apiserver/pkg/admission/plugin/webhook/errors/statuserror.go}.
 *
 * @param webhook its name
 * @param error why an object is refused, if it is
 */
record ObjectValidator(String webhook, Function<JsonNode, Optional<String>> error) {

    void validate(ObjectNode object) {
        error.apply(object).ifPresent(why -> {
            throw new StatusException(
                    400, "", "admission webhook \"%s\" denied the request: %s".formatted(webhook, why));
        });
    }
}
