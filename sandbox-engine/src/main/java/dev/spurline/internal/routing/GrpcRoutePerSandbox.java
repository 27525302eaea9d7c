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
