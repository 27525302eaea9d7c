// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.auth;

import com.fasterxml.jackson.databind.JsonNode;

/** Whom a binding means. */
final class Subject {

    private Subject() {}

    static boolean matches(JsonNode subject, User user) {
        String name = subject.path("name").asText();
        return switch (subject.path("kind").asText()) {
            case "User" -> user.name().equals(name);
            case "Group" -> user.groups().contains(name);
            case "ServiceAccount" ->
                user.name()
                        .equals(User.serviceAccountName(
                                subject.path("namespace").asText(), name));
            default -> false;
        };
    }

    static String describe(JsonNode subject) {
        String kind = subject.path("kind").asText();
        String name = subject.path("name").asText();
        return "%s \"%s\""
                .formatted(
                        kind,
                        kind.equals("ServiceAccount")
                                ? name + "/" + subject.path("namespace").asText()
                                : name);
    }
}
