// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.embedded.internal.apiserver.auth.User;
import dev.spurline.embedded.internal.apiserver.status.StatusException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * How to delete.
 *
 * <p>Source: {@code k8s.io/apiserver/pkg/registry/rest/delete.go} (BeforeDelete).
 *
 * @param dryRun whether nothing is to be persisted
 * @param uid the uid that the object must have
 * @param resourceVersion the version that the object must have
 * @param propagation Orphan, Foreground or Background
 * @param grace seconds that a pod has to stop
 * @param user who deletes
 */
public record DeleteOptions(
        boolean dryRun,
        Optional<String> uid,
        Optional<String> resourceVersion,
        Optional<String> propagation,
        OptionalLong grace,
        User user) {

    private static final Set<String> POLICIES = Set.of("Background", "Foreground", "Orphan");

    /** Reads the body of a DELETE, which may be absent; what it leaves open comes from the query. */
    public static DeleteOptions read(
            JsonNode body, boolean dryRun, Optional<String> propagation, OptionalLong grace, User user) {
        requireOnePolicy(body, propagation);
        JsonNode preconditions = body.path("preconditions");
        boolean dry = dryRun || body.path("dryRun").path(0).asText("").equals("All");
        return new DeleteOptions(
                dry,
                text(preconditions.path("uid")),
                text(preconditions.path("resourceVersion")),
                propagation(body).or(() -> propagation),
                body.hasNonNull("gracePeriodSeconds")
                        ? OptionalLong.of(body.path("gracePeriodSeconds").asLong())
                        : grace,
                user);
    }

    private static void requireOnePolicy(JsonNode body, Optional<String> query) {
        Optional<String> policy = text(body.path("propagationPolicy")).or(() -> query);
        if (policy.isPresent() && body.hasNonNull("orphanDependents")) {
            throw invalid("orphanDependents and deletionPropagation cannot be both set", "\"" + policy.get() + "\"");
        }
        policy.filter(value -> !POLICIES.contains(value)).ifPresent(value -> {
            throw invalid(
                    "Unsupported value: \"%s\": supported values: \"Foreground\", \"Background\", \"Orphan\", \"nil\""
                            .formatted(value),
                    "");
        });
    }

    private static StatusException invalid(String why, String value) {
        String text = value.isEmpty() ? why : "Invalid value: %s: %s".formatted(value, why);
        return new StatusException(
                        422, "Invalid", "DeleteOptions.meta.k8s.io \"\" is invalid: propagationPolicy: " + text)
                .about("", "meta.k8s.io", "DeleteOptions")
                .because(List.of(new StatusException.StatusCause(
                        value.isEmpty() ? "FieldValueNotSupported" : "FieldValueInvalid", text, "propagationPolicy")));
    }

    private static Optional<String> propagation(JsonNode body) {
        Optional<String> policy = text(body.path("propagationPolicy"));
        if (policy.isEmpty() && body.hasNonNull("orphanDependents")) {
            return Optional.of(body.path("orphanDependents").asBoolean() ? "Orphan" : "Background");
        }
        return policy;
    }

    private static Optional<String> text(JsonNode node) {
        return node.isTextual() ? Optional.of(node.textValue()) : Optional.empty();
    }
}
