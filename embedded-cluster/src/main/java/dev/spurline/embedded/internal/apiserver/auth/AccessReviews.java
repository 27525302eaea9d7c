// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.status.StatusException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Answers the questions who somebody is, and what they may do. */
public final class AccessReviews {

    private final RbacAuthorizer rbac;
    private final BearerTokens tokens;

    /** Answers from the same rules that decide. */
    public AccessReviews(RbacAuthorizer rbac, BearerTokens tokens) {
        this.rbac = rbac;
        this.tokens = tokens;
    }

    /** Returns the review with its status. */
    public ObjectNode answer(String resource, ObjectNode review, User asking) {
        review.putIfAbsent("metadata", review.objectNode());
        JsonNode spec = review.path("spec");
        requireQuestion(resource, spec);
        switch (resource) {
            case "selfsubjectaccessreviews" -> reviewAccess(review, spec, asking);
            case "subjectaccessreviews", "localsubjectaccessreviews" -> reviewAccess(review, spec, subject(spec));
            case "selfsubjectrulesreviews" ->
                reviewRules(review, spec.path("namespace").asText(""), asking);
            case "selfsubjectreviews" -> {
                review.withObject("/metadata")
                        .put(
                                "creationTimestamp",
                                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
                describe(review.putObject("status").putObject("userInfo"), asking);
            }
            case "tokenreviews" -> reviewToken(review, spec.path("token").asText(""));
            default -> throw new IllegalArgumentException(resource);
        }
        return review;
    }

    /** A review asks about one thing, and about somebody. */
    private static void requireQuestion(String resource, JsonNode spec) {
        List<StatusException.StatusCause> causes = new ArrayList<>();
        boolean about = spec.path("resourceAttributes").isObject();
        if (about && spec.path("nonResourceAttributes").isObject()) {
            String shown = spec.path("nonResourceAttributes").toString();
            causes.add(invalid(
                    "nonResourceAttributes", shown, "cannot be specified in combination with resourceAttributes"));
        } else if (!about && !spec.path("nonResourceAttributes").isObject()) {
            causes.add(invalid(
                    "resourceAttributes",
                    "null",
                    "exactly one of nonResourceAttributes or resourceAttributes must be specified"));
        }
        boolean nobody =
                spec.path("user").asText("").isEmpty() && spec.path("groups").isEmpty();
        if (nobody && !resource.startsWith("self")) {
            causes.add(invalid("user", "\"\"", "at least one of user or group must be specified"));
        }
        if (resource.endsWith("subjectaccessreviews") && !causes.isEmpty()) {
            throw refusal(causes);
        }
    }

    private static StatusException.StatusCause invalid(String field, String value, String why) {
        return new StatusException.StatusCause(
                "FieldValueInvalid", "Invalid value: %s: %s".formatted(value, why), "spec." + field);
    }

    private static StatusException refusal(List<StatusException.StatusCause> causes) {
        List<String> texts = causes.stream()
                .map(cause -> cause.field() + ": " + cause.message())
                .toList();
        String list = texts.size() == 1 ? texts.get(0) : "[" + String.join(", ", texts) + "]";
        return new StatusException(422, "Invalid", ".authorization.k8s.io \"\" is invalid: " + list)
                .about("", "authorization.k8s.io", "")
                .because(causes);
    }

    private static User subject(JsonNode spec) {
        List<String> groups = new ArrayList<>();
        spec.path("groups").forEach(group -> groups.add(group.asText()));
        return new User(spec.path("user").asText(""), groups);
    }

    private void reviewAccess(ObjectNode review, JsonNode spec, User user) {
        AccessDecision decision = rbac.decide(attributes(spec, user));
        ObjectNode status = review.putObject("status").put("allowed", decision.allowed());
        if (!decision.reason().isEmpty()) {
            status.put("reason", decision.reason());
        }
    }

    private static RequestAttributes attributes(JsonNode spec, User user) {
        JsonNode path = spec.path("nonResourceAttributes");
        if (path.isObject()) {
            return RequestAttributes.path(
                    user, path.path("verb").asText(""), path.path("path").asText(""));
        }
        JsonNode asked = spec.path("resourceAttributes");
        return new RequestAttributes(
                user,
                asked.path("verb").asText(""),
                asked.path("group").asText(""),
                asked.path("resource").asText(""),
                asked.path("subresource").asText(""),
                asked.path("namespace").asText(""),
                asked.path("name").asText(""),
                "");
    }

    private void reviewRules(ObjectNode review, String namespace, User user) {
        if (namespace.isEmpty()) {
            throw new StatusException(400, "BadRequest", "no namespace on request");
        }
        review.putObject("spec");
        review.withObject("/metadata").remove("managedFields");
        ObjectNode status = review.putObject("status");
        ArrayNode resources = status.putArray("resourceRules");
        ArrayNode paths = status.putArray("nonResourceRules");
        rbac.rules(user, namespace).forEach(rule -> (rule.isAboutPaths() ? paths : resources).add(rule.json()));
        status.put("incomplete", false);
    }

    private void reviewToken(ObjectNode review, String token) {
        ObjectNode status = review.putObject("status");
        tokens.owner(token)
                .ifPresentOrElse(
                        user -> describe(status.put("authenticated", true).putObject("user"), user),
                        () -> status.put("error", "invalid bearer token"));
    }

    private static void describe(ObjectNode node, User user) {
        ArrayNode groups = node.put("username", user.name()).putArray("groups");
        user.groups().forEach(groups::add);
    }
}
