// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.Survey;
import java.util.List;

/**
 * Gateway API, for ports that have GRPCRoutes: they win over HTTPRoutes, so ours is one of them. It knows no redirects, so it
 * answers no probes. A port without them gets an HTTPRoute, which carries gRPC as well.
 */
final class GrpcRoutePerSandbox implements RoutePerSandbox {

    @Override
    public CustomKind kind() {
        return CustomKind.GRPC_ROUTE;
    }

    @Override
    public boolean suits(PortForm form, Survey survey) {
        return form.grpc();
    }

    @Override
    public List<SandboxRoute> routes(RouteRequest request) {
        List<OwnRule> rules = new OwnRules(request).copies();
        NoStore.on(kind(), rules, request.sandbox());
        return new RouteParts(kind(), request).of(rules, List.of());
    }
}
