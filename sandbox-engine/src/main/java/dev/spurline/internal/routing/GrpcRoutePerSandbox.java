// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import dev.spurline.internal.survey.CustomKind;
import java.util.List;

/**
 * Gateway API, for ports that have GRPCRoutes: they win over HTTPRoutes, so ours is one of them. It knows no redirects, so it
 * answers no probes. A port without them gets an HTTPRoute, which carries gRPC as well.
 */
public final class GrpcRoutePerSandbox implements RoutingStyle {

    @Override
    public List<RouteObject> route(RouteRequest request) {
        List<OwnRule> rules = new OwnRules(request).copies();
        return new RouteParts(CustomKind.GRPC_ROUTE, request).of(rules, List.of());
    }
}
