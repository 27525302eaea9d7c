// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.kubeconfig;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.PreflightException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * What a plugin has printed.
 *
 * @param token the token, if it gave one
 * @param material the client certificate, if it gave one
 * @param end when they expire, if it said so
 */
record ExecCredential(Optional<String> token, Optional<KeyMaterial> material, Optional<Instant> end) {

    /**
     * Reads what a plugin has printed.
     *
     * @param output JSON or YAML
     * @param version the version that it must be of
     * @throws PreflightException if it is something else; the message continues a sentence about the plugin
     */
    static ExecCredential parse(String output, String version) {
        JsonNode credential = tree(output);
        String given = credential.path("apiVersion").asText();
        if (!credential.path("kind").asText().equals("ExecCredential") || !given.equals(version)) {
            throw new PreflightException(
                    "printed a [%s] of apiVersion [%s], but the kubeconfig wants an [ExecCredential] of [%s]"
                            .formatted(credential.path("kind").asText(), given, version));
        }
        JsonNode status = credential.path("status");
        Optional<String> token = text(status, "token");
        Optional<String> certificate = text(status, "clientCertificateData");
        Optional<String> key = text(status, "clientKeyData");
        if (certificate.isPresent() != key.isPresent()) {
            throw new PreflightException("printed only one of [clientCertificateData] and [clientKeyData]");
        }
        if (token.isEmpty() && certificate.isEmpty()) {
            throw new PreflightException("printed an ExecCredential with neither a token nor a client certificate");
        }
        return new ExecCredential(token, certificate.map(pem -> material(pem, key.orElseThrow())), end(status));
    }

    private static JsonNode tree(String output) {
        try {
            JsonNode tree = output.isBlank() ? null : Serialization.unmarshal(output, JsonNode.class);
            if (tree != null && tree.isObject()) {
                return tree;
            }
        } catch (RuntimeException e) {
            // Not shown: it may be a bare token.
        }
        throw new PreflightException(
                output.isBlank() ? "printed nothing" : "printed something that is no ExecCredential");
    }

    private static Optional<String> text(JsonNode status, String field) {
        return Optional.of(status.path(field).asText("")).filter(text -> !text.isEmpty() && !text.equals("null"));
    }

    private static KeyMaterial material(String certificate, String key) {
        try {
            return KeyMaterial.of(certificate.getBytes(StandardCharsets.UTF_8), key.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new PreflightException("printed a client certificate that cannot be read: " + e.getMessage(), e);
        }
    }

    private static Optional<Instant> end(JsonNode status) {
        Optional<String> end = text(status, "expirationTimestamp");
        try {
            return end.map(text -> OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException e) {
            throw new PreflightException(
                    "printed the expirationTimestamp [%s], which is no time as in RFC 3339".formatted(end.orElse("")),
                    e);
        }
    }

    boolean expired(Instant now) {
        return end.filter(now::isAfter).isPresent();
    }

    /** Shows no secret. */
    @Override
    public String toString() {
        return "ExecCredential that ends at " + end;
    }
}
