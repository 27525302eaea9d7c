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
package dev.spurline.internal.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.internal.survey.Mesh;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The last rule of a route object: requests that nobody else wants lead to the baseline. Left out where foreign routes
 * leave some request unmatched: their 404 is theirs.
 */
final class CatchAll {

    /** Istio ranks any path of another form, and any longer expression, above this one. */
    private static final String ANY = ".*";

    private final Mesh mesh;

    CatchAll(Mesh mesh) {
        this.mesh = mesh;
    }

    Optional<ObjectNode> rule(RouteRequest request, PortForm form) {
        boolean ours = form.attached().isEmpty();
        if (!ours && !complete(form)) {
            return Optional.empty();
        }
        ObjectNode rule = JsonNodeFactory.instance.objectNode();
        ObjectNode path = rule.putArray("matches").addObject().putObject("path");
        path.put("type", mesh.istio() ? "RegularExpression" : "PathPrefix").put("value", mesh.istio() ? ANY : "/");
        rule.set("backendRefs", HttpRoutePerSandbox.backend(request.name(), form.backendPort()));
        return Optional.of(rule);
    }

    /** Returns whether one foreign rule alone takes every request; being older, it also ranks above ours. */
    private static boolean complete(PortForm form) {
        return form.attached().stream()
                .flatMap(route -> route.rules().stream())
                .anyMatch(rule -> rule.path("matches").isEmpty() || any(rule.path("matches"), CatchAll::everything));
    }

    private static boolean everything(JsonNode match) {
        JsonNode path = match.path("path");
        String value = path.path("value").asText("/");
        boolean anyPath = switch (path.path("type").asText("PathPrefix")) {
            case "PathPrefix" -> value.equals("/") || value.isEmpty();
            case "RegularExpression" -> value.equals(ANY) || value.equals("/.*");
            default -> false;
        };
        return anyPath
                && match.path("headers").isEmpty()
                && match.path("queryParams").isEmpty()
                && match.path("method").isMissingNode();
    }

    private static boolean any(JsonNode matches, Predicate<JsonNode> test) {
        for (JsonNode match : matches) {
            if (test.test(match)) {
                return true;
            }
        }
        return false;
    }
}
