/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
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
