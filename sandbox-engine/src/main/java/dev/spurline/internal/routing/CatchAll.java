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

/**
 * The last rule of a route object where nobody else has a route: all other requests lead to the baseline. It is needed
 * because what no attached rule matches is answered 404.
 */
final class CatchAll {

    /** Istio ranks any path of another form, and any longer expression, above this one. */
    private static final String ANY = ".*";

    private CatchAll() {}

    static ObjectNode of(RouteRequest request) {
        boolean istio = request.mesh().istio();
        ObjectNode rule = JsonNodeFactory.instance.objectNode();
        ObjectNode path = rule.putArray("matches").addObject().putObject("path");
        path.put("type", istio ? "RegularExpression" : "PathPrefix").put("value", istio ? ANY : "/");
        rule.set(
                "backendRefs",
                HttpRoutePerSandbox.backend(request.name(), request.form().backendPort()));
        return rule;
    }
}
