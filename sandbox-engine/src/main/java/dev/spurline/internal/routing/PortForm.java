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

import dev.spurline.PreflightException;
import dev.spurline.internal.survey.Mesh;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * How routes name the port of their Service. Istio merges only routes that name it alike, and follows the oldest of
 * several groups: ours name it as those that are there.
 *
 * @param port the port that the route is limited to
 * @param backendPort the port of backends that we name ourselves
 * @param attached the foreign routes that decide there, in order
 */
record PortForm(OptionalInt port, int backendPort, List<AttachedRoute> attached) {

    static List<PortForm> of(RouteRequest request) {
        List<AttachedRoute> attached =
                request.attached().stream().sorted(AttachedRoute.BY_AGE).toList();
        List<AttachedRoute> open =
                attached.stream().filter(route -> route.port().isEmpty()).toList();
        if (open.isEmpty() || request.mesh() == Mesh.LINKERD) {
            return perPort(request, attached, open);
        }
        refuseMixture(request, attached, open);
        return List.of(new PortForm(OptionalInt.empty(), request.ports().get(0), open));
    }

    private static List<PortForm> perPort(
            RouteRequest request, List<AttachedRoute> attached, List<AttachedRoute> open) {
        if (!attached.isEmpty()
                && attached.size() == open.size()
                && request.ports().size() == 1) {
            return List.of(new PortForm(OptionalInt.empty(), request.ports().get(0), open));
        }
        List<PortForm> forms = new ArrayList<>();
        for (int port : request.ports()) {
            forms.add(new PortForm(
                    OptionalInt.of(port),
                    port,
                    attached.stream()
                            .filter(route -> route.port().orElse(port) == port)
                            .toList()));
        }
        return forms;
    }

    private static void refuseMixture(RouteRequest request, List<AttachedRoute> attached, List<AttachedRoute> open) {
        if (open.size() < attached.size()) {
            String titles =
                    attached.stream().map(AttachedRoute::title).distinct().collect(Collectors.joining(", "));
            throw new PreflightException(
                    "Service [%s/%s] has routes with and without parentRef.port, of which Istio follows only the oldest form: %s. Let all of them name the port, or none"
                            .formatted(request.namespace(), request.name(), titles));
        }
    }
}
