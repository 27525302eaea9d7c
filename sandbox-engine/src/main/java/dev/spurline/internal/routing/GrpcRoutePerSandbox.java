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
            List<ObjectNode> keyed = new ArrayList<>();
            RuleCopy copy = new RuleCopy(request);
            form.attached()
                    .forEach(route ->
                            route.rules().forEach(rule -> keyed.addAll(copy.of(rule, route, form.backendPort()))));
            if (form.attached().isEmpty()) {
                keyed.addAll(whole(request, form));
            }
            objects.addAll(new RouteParts(CustomKind.GRPC_ROUTE, request, form, false).of(keyed, tail(request, form)));
        }
        return objects;
    }

    private static List<ObjectNode> whole(RouteRequest request, PortForm form) {
        String fork = request.forks().get(request.namespace() + "/" + request.name());
        if (fork == null) {
            return List.of();
        }
        ObjectNode rule = JsonNodeFactory.instance.objectNode();
        rule.set("backendRefs", HttpRoutePerSandbox.backend(fork, form.backendPort()));
        KeyMatches matches = new KeyMatches(request.key(), request.format());
        return RuleCopy.inGroups(
                matches.withKey(JsonNodeFactory.instance.arrayNode(), "The baseline of " + request.name()), rule);
    }

    /** A rule without matches ranks below every other, and an equal one of somebody else is older. */
    private static List<ObjectNode> tail(RouteRequest request, PortForm form) {
        boolean complete = form.attached().isEmpty()
                || form.attached().stream()
                        .flatMap(route -> route.rules().stream())
                        .anyMatch(GrpcRoutePerSandbox::everything);
        if (!complete) {
            return List.of();
        }
        ObjectNode rule = JsonNodeFactory.instance.objectNode();
        rule.set("backendRefs", HttpRoutePerSandbox.backend(request.name(), form.backendPort()));
        return List.of(rule);
    }

    private static boolean everything(ObjectNode rule) {
        for (JsonNode match : rule.path("matches")) {
            if (match.path("method").isEmpty() && match.path("headers").isEmpty()) {
                return true;
            }
        }
        return rule.path("matches").isEmpty();
    }
}
