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

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.internal.survey.CustomKind;
import java.util.ArrayList;
import java.util.List;

/**
 * Gateway API, for Services that have GRPCRoutes: they win over HTTPRoutes, so ours is one of them. It knows no redirects,
 * so it answers no probes.
 */
public final class GrpcRoutePerSandbox implements RoutingStyle {

    @Override
    public List<RouteObject> route(RouteRequest request) {
        List<RouteObject> objects = new ArrayList<>();
        for (PortForm form : PortForm.of(request)) {
            List<OwnRule> rules = new OwnRules(request, form).of(fork -> whole(request, fork, form));
            List<ObjectNode> tail =
                    form.attached().isEmpty() ? List.of(CatchAll.grpc(request, form)) : List.<ObjectNode>of();
            objects.addAll(new RouteParts(CustomKind.GRPC_ROUTE, request, form).of(rules, tail));
        }
        return objects;
    }

    private static List<ObjectNode> whole(RouteRequest request, String fork, PortForm form) {
        ObjectNode rule = JsonNodeFactory.instance.objectNode();
        rule.set("backendRefs", HttpRoutePerSandbox.backend(fork, form.backendPort()));
        KeyMatches matches = new KeyMatches(request.key(), request.format());
        return RuleCopy.inGroups(
                matches.withKey(JsonNodeFactory.instance.arrayNode(), "The baseline of " + request.name()), rule);
    }
}
