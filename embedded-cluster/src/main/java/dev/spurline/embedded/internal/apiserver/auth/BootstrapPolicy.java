// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The cluster roles and bindings that every cluster has from the start.
 *
 * <p>Source: {@code plugin/pkg/auth/authorizer/rbac/bootstrappolicy/policy.go}.
 */
public final class BootstrapPolicy {

    private BootstrapPolicy() {}

    /** Returns them, each with apiVersion and kind. */
    public static JsonNode objects() {
        try (InputStream json = BootstrapPolicy.class.getResourceAsStream("bootstrap-policy.json")) {
            return new ObjectMapper().readTree(json).path("items");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
