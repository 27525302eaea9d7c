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
package dev.spurline.internal.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.internal.survey.Mesh;
import dev.spurline.internal.text.Json;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides about requests to one port of Service {@code shop/pricing} as Gateway API says, with the precedence of Istio or
 * of Linkerd: written from the specification, slowly and plainly, to check routes against.
 */
final class ReferenceMesh {

    /** What answers where no route is attached: the Service itself. */
    static final JsonNode PLAIN = Json.parse("{\"backendRefs\": [{\"name\": \"pricing\", \"port\": 80}]}");

    private static final Comparator<GenericKubernetesResource> BY_AGE =
            Comparator.<GenericKubernetesResource, String>comparing(
                            route -> route.getMetadata().getCreationTimestamp())
                    .thenComparing(route -> route.getMetadata().getName());

    private final Mesh mesh;
    private final List<GenericKubernetesResource> routes;
    private final IdentityHashMap<GenericKubernetesResource, List<ReferenceMatch>> matches = new IdentityHashMap<>();

    ReferenceMesh(Mesh mesh, Collection<GenericKubernetesResource> routes) {
        this.mesh = mesh;
        // Ties go to the oldest route, then by name; the sorts below are stable and keep this order.
        this.routes = routes.stream().sorted(BY_AGE).toList();
        this.routes.forEach(route -> matches.put(route, ReferenceMatch.of(route, mesh)));
    }

    /** Returns the rule that decides, or empty if the answer is 404. */
    Optional<JsonNode> decide(String callerNamespace, RouteRandom.Request request) {
        List<GenericKubernetesResource> followed =
                mesh == Mesh.LINKERD ? linkerd(callerNamespace) : istio(callerNamespace);
        if (followed.isEmpty()) {
            return Optional.of(PLAIN);
        }
        return followed.stream()
                .flatMap(route -> matches.getOrDefault(route, List.of()).stream())
                .filter(match -> match.matches(request))
                .min(ReferenceMatch.BEST)
                .map(ReferenceMatch::rule);
    }

    /** The caller's namespace and the Service's together; GRPCRoutes, if there are any, alone. */
    private List<GenericKubernetesResource> linkerd(String callerNamespace) {
        List<GenericKubernetesResource> seen =
                routes.stream().filter(route -> sees(route, callerNamespace)).toList();
        boolean grpc = seen.stream().anyMatch(ReferenceMesh::grpc);
        return seen.stream().filter(route -> grpc(route) == grpc).toList();
    }

    /** One list of those that merge: the caller's namespace before the Service's, the oldest first. */
    private List<GenericKubernetesResource> istio(String callerNamespace) {
        Map<String, List<GenericKubernetesResource>> lists = new LinkedHashMap<>();
        routes.stream()
                .filter(route -> sees(route, callerNamespace))
                .sorted(Comparator.comparing(
                        route -> !route.getMetadata().getNamespace().equals(callerNamespace)))
                .forEach(route -> lists.computeIfAbsent(list(route), name -> new ArrayList<>())
                        .add(route));
        return lists.values().stream().findFirst().orElse(List.of());
    }

    private static String list(GenericKubernetesResource route) {
        return route.getMetadata().getNamespace()
                + route.getKind()
                + Json.tree(route).at("/spec/parentRefs/0/port").asText();
    }

    private static boolean sees(GenericKubernetesResource route, String callerNamespace) {
        String namespace = route.getMetadata().getNamespace();
        return namespace.equals("shop") || namespace.equals(callerNamespace);
    }

    private static boolean grpc(GenericKubernetesResource route) {
        return route.getKind().equals("GRPCRoute");
    }
}
