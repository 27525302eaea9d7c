// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.explain;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.internal.explain.TargetFinder.Failures;
import dev.spurline.internal.explain.TargetFinder.Named;
import dev.spurline.internal.explain.TargetFinder.Target;
import dev.spurline.internal.routing.GatewayApiAttachments;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells what a rule of an HTTPRoute or GRPCRoute does with a request, to Istio. */
final class GatewayApiAction {

    private static final int FOUND = 302;
    private static final int NO_BACKEND = 500;

    private GatewayApiAction() {}

    static RouteAction read(ExplainedRule rule, TargetFinder targets) {
        Optional<JsonNode> redirect = redirect(rule.json());
        if (redirect.isPresent()) {
            return RouteAction.answer(status(redirect.get()));
        }
        List<Target> found = new ArrayList<>();
        for (JsonNode backend : rule.json().path("backendRefs")) {
            // Gateway API: a backend without a weight has 1, and one of weight 0 receives nothing.
            if (backend.path("weight").asInt(1) > 0) {
                found.add(target(backend, rule.namespace(), targets, Failures.GATEWAY_API));
            }
        }
        return found.isEmpty() ? RouteAction.answer(NO_BACKEND) : TargetFinder.action(found);
    }

    /** Returns the filter by which a rule redirects, if it does. */
    static Optional<JsonNode> redirect(JsonNode rule) {
        for (JsonNode filter : rule.path("filters")) {
            if (filter.path("type").asText().equals("RequestRedirect")) {
                return Optional.of(filter.path("requestRedirect"));
            }
        }
        return Optional.empty();
    }

    static int status(JsonNode redirect) {
        return redirect.path("statusCode").asInt(FOUND);
    }

    /** Returns who is behind a backend. */
    static Target target(JsonNode backend, String namespace, TargetFinder targets, Failures failures) {
        String service = GatewayApiAttachments.service(backend, namespace);
        Named named = new Named(
                service.isEmpty() ? backend.path("name").asText() : service,
                backend.path("port").asInt(),
                "",
                backend.path("weight").asInt(1));
        if (service.isEmpty()) {
            return TargetFinder.broken(
                    named,
                    failures.missing(),
                    "backend [%s] is a [%s] and no Service"
                            .formatted(named.service(), backend.path("kind").asText()));
        }
        return backend.has("port")
                ? targets.find(named, failures)
                : TargetFinder.broken(
                        named, failures.missing(), "backend [%s] names no port".formatted(named.service()));
    }
}
