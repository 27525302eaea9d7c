// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.spurline.PreflightException;
import dev.spurline.internal.survey.ServiceMesh;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Linkerd heeds the hostnames of a route on a Service, which the Gateway API wants ignored there: a route that names the host
 * of a request goes before all that name none, and what no host fits is 404. Ours has those of the routes that it repeats
 * (linkerd2-proxy, linkerd/http/route/src/lib.rs: find).
 */
final class LinkerdHostnames {

    private LinkerdHostnames() {}

    /** Returns the hostnames of a route of ours, in their order; empty if it names none. */
    static Optional<JsonNode> of(RouteRequest request) {
        if (request.mesh() != ServiceMesh.LINKERD) {
            return Optional.empty();
        }
        List<AttachedRoute> attached = request.form().attached();
        Set<JsonNode> hostnames = attached.stream()
                .map(route -> GatewayApiAttachments.spec(route.object()).path("hostnames"))
                .map(names -> names.isEmpty() ? MissingNode.getInstance() : names)
                .collect(Collectors.toSet());
        if (hostnames.size() > 1) {
            throw new PreflightException(
                    "Routes of Service [%s/%s] differ in their hostnames (%s), by which Linkerd chooses among them, and which one route cannot hold: let them agree"
                            .formatted(request.namespace(), request.name(), AttachedRoute.titles(attached)));
        }
        return hostnames.stream().findFirst().filter(names -> !names.isEmpty());
    }
}
