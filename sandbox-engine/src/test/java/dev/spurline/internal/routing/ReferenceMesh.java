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
import dev.spurline.internal.survey.Mesh;
import dev.spurline.internal.text.Json;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides about a request as Gateway API says, with the precedence of Istio or of Linkerd: written from the
 * specification, slowly and plainly, to check routes against.
 */
final class ReferenceMesh {

    private final Mesh mesh;
    private final List<GenericKubernetesResource> routes;

    ReferenceMesh(Mesh mesh, List<GenericKubernetesResource> routes) {
        this.mesh = mesh;
        // Ties go to the oldest route, then by name; the sort below is stable and keeps this order.
        this.routes = routes.stream()
                .sorted(Comparator.<GenericKubernetesResource, String>comparing(
                                route -> route.getMetadata().getCreationTimestamp())
                        .thenComparing(route -> route.getMetadata().getName()))
                .toList();
    }

    /** Returns the rule that decides, or empty if the answer is 404. */
    Optional<JsonNode> decide(Request request) {
        List<Candidate> candidates = new ArrayList<>();
        for (GenericKubernetesResource route : routes) {
            for (JsonNode rule : Json.tree(route).at("/spec/rules")) {
                if (rule.path("matches").isEmpty()) {
                    candidates.add(new Candidate(Json.parse("{}"), rule));
                }
                rule.path("matches").forEach(match -> candidates.add(new Candidate(match, rule)));
            }
        }
        return candidates.stream()
                .filter(candidate -> candidate.matches(request))
                .sorted(mesh == Mesh.LINKERD ? Candidate.LINKERD : Candidate.ISTIO)
                .map(Candidate::rule)
                .findFirst();
    }

    /** A request, as far as matches can see it. */
    record Request(String method, String path, Map<String, String> headers, Map<String, String> query) {}

    private record Candidate(JsonNode match, JsonNode rule) {

        /** Exact path, then longest prefix, then expressions; method; number of headers; number of parameters. */
        static final Comparator<Candidate> ISTIO = Comparator.comparingInt(Candidate::pathRank)
                .thenComparing(Comparator.comparingInt(Candidate::pathLength).reversed())
                .thenComparing(Comparator.comparingInt(Candidate::methods).reversed())
                .thenComparing(Comparator.comparingInt(Candidate::headers).reversed())
                .thenComparing(Comparator.comparingInt(Candidate::queries).reversed());

        /** The method comes last, and a longer path wins whatever its form, unless it is exact. */
        static final Comparator<Candidate> LINKERD = Comparator.<Candidate>comparingInt(
                        candidate -> candidate.pathRank() == 0 ? 0 : 1)
                .thenComparing(Comparator.comparingInt(Candidate::pathLength).reversed())
                .thenComparing(Comparator.comparingInt(Candidate::headers).reversed())
                .thenComparing(Comparator.comparingInt(Candidate::queries).reversed())
                .thenComparing(Comparator.comparingInt(Candidate::methods).reversed());

        private String pathType() {
            return match.at("/path/type").asText("PathPrefix");
        }

        private String pathValue() {
            return match.at("/path/value").asText("/");
        }

        int pathRank() {
            return switch (pathType()) {
                case "Exact" -> 0;
                case "PathPrefix" -> 1;
                default -> 2;
            };
        }

        int pathLength() {
            return pathValue().length();
        }

        int methods() {
            return match.has("method") ? 1 : 0;
        }

        int headers() {
            return match.path("headers").size();
        }

        int queries() {
            return match.path("queryParams").size();
        }

        boolean matches(Request request) {
            return path(request.path())
                    && (!match.has("method") || match.path("method").asText().equals(request.method()))
                    && all(match.path("headers"), request.headers())
                    && all(match.path("queryParams"), request.query());
        }

        private boolean path(String path) {
            String value = pathValue();
            return switch (pathType()) {
                case "Exact" -> path.equals(value);
                case "PathPrefix" -> value.equals("/") || path.equals(value) || path.startsWith(value + "/");
                default -> path.matches(value);
            };
        }

        private static boolean all(JsonNode conditions, Map<String, String> values) {
            for (JsonNode condition : conditions) {
                String value = values.get(condition.path("name").asText());
                String wanted = condition.path("value").asText();
                boolean regex = condition.path("type").asText("Exact").equals("RegularExpression");
                if (value == null || !(regex ? value.matches(wanted) : value.equals(wanted))) {
                    return false;
                }
            }
            return true;
        }
    }
}
