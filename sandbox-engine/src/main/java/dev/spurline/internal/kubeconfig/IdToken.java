// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.kubeconfig;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/** Reads when a JSON Web Token ends; whether it is genuine is the server's business. */
final class IdToken {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LEEWAY_SECONDS = 10;

    private IdToken() {}

    /** Returns when a token ends; empty if it does not say, or is no JSON Web Token. */
    static Optional<Instant> end(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            JsonNode end =
                    JSON.readTree(Base64.getUrlDecoder().decode(parts[1])).path("exp");
            return end.isNumber() ? Optional.of(Instant.ofEpochSecond(end.longValue())) : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static boolean ended(String token, Instant now) {
        return end(token)
                .filter(end -> end.isBefore(now.plusSeconds(LEEWAY_SECONDS)))
                .isPresent();
    }
}
