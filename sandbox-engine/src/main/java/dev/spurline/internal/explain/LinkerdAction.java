// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.explain;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.internal.explain.TargetFinder.Failures;
import dev.spurline.internal.explain.TargetFinder.Named;
import dev.spurline.internal.explain.TargetFinder.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tells what a rule does with a request, to Linkerd's proxy. */
final class LinkerdAction {

    private static final Set<String> SUPPORTED =
            Set.of("RequestHeaderModifier", "ResponseHeaderModifier", "RequestRedirect");

    private final ExplainedRule rule;
    private final RequestView request;
    private final CalledPort called;
    private final TargetFinder targets;

    LinkerdAction(ExplainedRule rule, RequestView request, CalledPort called, TargetFinder targets) {
        this.rule = rule;
        this.request = request;
        this.called = called;
        this.targets = targets;
    }

    RouteAction read() {
        Optional<JsonNode> redirect = GatewayApiAction.redirect(rule.json()).filter(found -> !leadsBack(found));
        if (redirect.isPresent()) {
            return RouteAction.answer(GatewayApiAction.status(redirect.get()));
        }
        JsonNode backends = rule.json().path("backendRefs");
        if (backends.isEmpty()) {
            return TargetFinder.action(List.of(targets.find(called.itself(), Failures.LINKERD)));
        }
        List<Target> found = new ArrayList<>();
        for (JsonNode backend : backends) {
            if (backend.path("weight").asInt(1) > 0) {
                found.add(target(backend));
            }
        }
        return found.isEmpty() ? RouteAction.answer(Failures.LINKERD.missing()) : TargetFinder.action(found);
    }

    /** A redirect to where the request was sent does nothing (linkerd/http/route/src/http/filter/redirect.rs), measured. */
    private boolean leadsBack(JsonNode redirect) {
        boolean elsewhere = redirect.has("scheme")
                || redirect.has("port")
                || !redirect.path("hostname").asText(request.host()).equals(request.host());
        return !elsewhere
                && redirect.at("/path/replaceFullPath").asText(request.path()).equals(request.path());
    }

    private Target target(JsonNode backend) {
        for (JsonNode filter : backend.path("filters")) {
            String type = filter.path("type").asText();
            if (!SUPPORTED.contains(type)) {
                Named named = new Named(
                        backend.path("name").asText(),
                        backend.path("port").asInt(),
                        "",
                        backend.path("weight").asInt(1));
                return TargetFinder.broken(
                        named,
                        Failures.LINKERD.missing(),
                        "backend [%s] has the filter [%s], which Linkerd does not support"
                                .formatted(named.service(), type));
            }
        }
        return GatewayApiAction.target(backend, rule.namespace(), targets, Failures.LINKERD);
    }
}
