// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.PreflightException;
import dev.spurline.internal.survey.ServiceMesh;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Refuses foreign rules of which no copy may be made. A route with a rule that the mesh cannot express is dropped as a whole,
 * and so are ours as long as they hold a copy of all of its rules; a split one would not be, and rules would come into force
 * that never were.
 */
public final class RuleSupport {

    private static final Set<String> HEADERS = Set.of("RequestHeaderModifier", "ResponseHeaderModifier");

    /** policy-controller/k8s/index/src/outbound/index: convert_filter in http.rs, grpc.rs. */
    private static final Set<String> LINKERD = Set.of("RequestRedirect");

    /** pilot/pkg/config/kube/gateway/conversion.go: convertHTTPRoute, convertGRPCRoute; backends take changes of headers only. */
    private static final Set<String> ISTIO = Set.of("RequestRedirect", "RequestMirror", "URLRewrite", "CORS");

    private final RouteRequest request;
    private final boolean istio;

    private RuleSupport(RouteRequest request) {
        this.request = request;
        this.istio = request.mesh().istio();
    }

    /**
     * Checks all foreign rules of a part of a Service.
     *
     * @throws PreflightException if there is one that cannot be copied, with its route and its place there
     */
    static void check(RouteRequest request) {
        RuleSupport support = new RuleSupport(request);
        for (AttachedRoute route : request.form().attached()) {
            support.checkAnnotations(route);
            List<ObjectNode> rules = route.rules();
            for (int i = 0; i < rules.size(); i++) {
                support.check(route, rules.get(i), "spec.rules[%d]".formatted(i));
            }
        }
    }

    private void checkAnnotations(AttachedRoute route) {
        if (!istio) {
            LinkerdAnnotations.unreadable(route).ifPresent(annotation -> {
                throw dropped(
                        route,
                        "has the annotation [%s] with a value that cannot be read".formatted(annotation),
                        "correct it");
            });
        }
    }

    private void check(AttachedRoute route, ObjectNode rule, String place) {
        List<String> unsupported = unsupported(rule, istio);
        if (!unsupported.isEmpty()) {
            throw dropped(route, "has the filter %s in %s".formatted(unsupported, place), "take it out");
        }
        if (route.grpc() && request.mesh() == ServiceMesh.LINKERD) {
            checkCalls(route, rule.path("matches"), place);
        }
    }

    /** Returns the filters of a route because of which the mesh follows none of its rules. */
    public static List<String> unsupported(AttachedRoute route, boolean istio) {
        return route.rules().stream()
                .flatMap(rule -> unsupported(rule, istio).stream())
                .toList();
    }

    private static List<String> unsupported(ObjectNode rule, boolean istio) {
        List<String> types = new ArrayList<>(types(rule));
        types.removeAll(istio ? ISTIO : LINKERD);
        if (istio) {
            rule.path("backendRefs").forEach(backend -> {
                if (backend.path("weight").asInt(1) > 0) {
                    types.addAll(types(backend));
                }
            });
        }
        types.removeAll(HEADERS);
        return types;
    }

    private static List<String> types(JsonNode place) {
        List<String> types = new ArrayList<>();
        place.path("filters").forEach(filter -> types.add(filter.path("type").asText()));
        return types;
    }

    private PreflightException dropped(AttachedRoute route, String what, String cure) {
        return new PreflightException("%s %s, because of which %s follows none of its rules: %s, or delete it"
                .formatted(route.title(), what, istio ? "Istio" : "Linkerd", cure));
    }

    /**
     * What is to be added is a header, and Linkerd's proxy refuses a gRPC match that names no method, together with the
     * policy of the whole port (linkerd2-proxy, linkerd/http/route/src/grpc/match.rs: MissingRpc).
     */
    private void checkCalls(AttachedRoute route, JsonNode matches, String place) {
        boolean any = matches.isEmpty();
        for (JsonNode match : matches) {
            any |= !match.has("method");
            if (match.at("/method/type").asText().equals("RegularExpression")) {
                throw dropped(route, "has a method of type [RegularExpression] in " + place, "make it [Exact]");
            }
        }
        if (any) {
            throw new PreflightException(
                    "%s takes calls of any service and method in %s. A copy with the key would match headers only, for which Linkerd's proxies fail every request to %s, key or not: let each match there name a service or a method, or replace the GRPCRoutes by HTTPRoutes"
                            .formatted(route.title(), place, port()));
        }
    }

    private String port() {
        return "port %s of Service [%s/%s]".formatted(request.form().ports(), request.namespace(), request.name());
    }
}
