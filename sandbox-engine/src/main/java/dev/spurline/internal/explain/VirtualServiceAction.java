// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.explain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.internal.explain.TargetFinder.Failures;
import dev.spurline.internal.explain.TargetFinder.Named;
import dev.spurline.internal.explain.TargetFinder.Target;
import dev.spurline.internal.routing.VirtualDestinations;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells what a rule of a VirtualService does with a request. */
final class VirtualServiceAction {

    private static final int MOVED = 301;
    private static final int EVERY = 100;
    private static final int PREFLIGHT = 200;

    private final ExplainedRule rule;
    private final RequestView request;
    private final RuleCaller caller;
    private final Survey survey;
    private final TargetFinder targets;

    VirtualServiceAction(ExplainedRule rule, RequestView request, RuleCaller caller, Survey survey) {
        this.rule = rule;
        this.request = request;
        this.caller = caller;
        this.survey = survey;
        this.targets = new TargetFinder(survey, caller);
    }

    /** Filters of Envoy come before its router: CORS, then faults. */
    RouteAction read() {
        JsonNode json = rule.json();
        if (isPreflight(json.path("corsPolicy"))) {
            return RouteAction.answer(PREFLIGHT);
        }
        JsonNode abort = json.at("/fault/abort");
        double share = abort.isMissingNode() ? 0 : abort.at("/percentage/value").asDouble(EVERY);
        if (share >= EVERY) {
            return RouteAction.answer(abort.path("httpStatus").asInt());
        }
        RouteAction routed = routed(json);
        return share > 0 ? sometimes(routed, share, abort) : routed;
    }

    private static RouteAction sometimes(RouteAction routed, double share, JsonNode abort) {
        List<String> unknown = new ArrayList<>(routed.unknown());
        unknown.add("the rule's fault answers [%s] to [%s] %% of its requests"
                .formatted(abort.path("httpStatus").asText(), share));
        return new RouteAction(routed.status(), routed.destinations(), unknown);
    }

    private RouteAction routed(JsonNode json) {
        if (json.has("redirect")) {
            return RouteAction.answer(json.at("/redirect/redirectCode").asInt(MOVED));
        }
        if (json.has("directResponse")) {
            return RouteAction.answer(json.at("/directResponse/status").asInt());
        }
        List<ObjectNode> parts = VirtualDestinations.receiving((ObjectNode) json);
        return parts.isEmpty()
                ? RouteAction.answer(Failures.ISTIO.missing())
                : TargetFinder.action(parts.stream().map(this::target).toList());
    }

    private boolean isPreflight(JsonNode cors) {
        Optional<String> origin = request.joined("origin");
        boolean asks = request.method().equals("OPTIONS")
                && origin.isPresent()
                && request.joined("access-control-request-method").isPresent();
        if (asks) {
            for (JsonNode allowed : cors.path("allowOrigins")) {
                if (WantedText.ofIstio(allowed, false).takes(origin.get())) {
                    return true;
                }
            }
        }
        return false;
    }

    private Target target(JsonNode part) {
        JsonNode destination = part.path("destination");
        String host = IstioServiceHost.full(destination.path("host").asText(), rule.namespace(), survey);
        Optional<String> service = IstioServiceHost.service(host, survey);
        Named named = new Named(
                service.orElse(host),
                port(destination, service),
                destination.path("subset").asText(),
                Math.max(1, part.path("weight").asInt(1)));
        return service.isPresent() ? targets.find(named, Failures.ISTIO) : external(named, host);
    }

    /** ServiceEntries are read in few namespaces, and count in all. */
    private Target external(Named named, String host) {
        return TargetFinder.unknown(
                named,
                ServiceEntryHosts.know(host, survey)
                        ? "host [%s] is of a ServiceEntry: what is behind it was not looked at".formatted(host)
                        : "host [%s] is neither the full name of a Service nor of a ServiceEntry that was read: the proxy answers [%d] unless a ServiceEntry of another namespace has it"
                                .formatted(host, Failures.ISTIO.missing()));
    }

    /**
     * Without a port that of the listener is meant: pods' proxies know only Services there that have it, measured. A gateway knows
     * all, and takes the port of a Service that has one alone (GetDestinationCluster in route.go).
     */
    private int port(JsonNode destination, Optional<String> service) {
        if (destination.at("/port/number").isInt()) {
            return destination.at("/port/number").asInt();
        }
        if (caller.gateways().contains(RuleCaller.MESH)) {
            return request.port();
        }
        List<ServicePort> ports = service.flatMap(targets::service)
                .map(Service::getSpec)
                .map(spec -> spec.getPorts())
                .orElse(List.of());
        return ports.size() == 1 ? ports.get(0).getPort() : request.port();
    }
}
