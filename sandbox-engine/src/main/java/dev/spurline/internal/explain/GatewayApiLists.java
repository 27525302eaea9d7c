// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.explain;

import dev.spurline.internal.explain.RouteList.Closeness;
import dev.spurline.internal.routing.AttachedRoute;
import dev.spurline.internal.routing.EgressSidecars;
import dev.spurline.internal.routing.GatewayApiAttachments;
import dev.spurline.internal.routing.ObjectRevision;
import dev.spurline.internal.routing.RuleSupport;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.Survey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the HTTPRoutes and GRPCRoutes on a Service as Istio merges them: those of one namespace and kind that all name the port in
 * {@code parentRefs}, or none (mergeHTTPRoutes in pilot/pkg/config/kube/gateway/route_collections.go).
 */
final class GatewayApiLists {

    private final Survey survey;
    private final RuleCaller caller;
    private final CalledPort called;
    private final RequestView request;
    private final ExplanationDraft draft;

    GatewayApiLists(Survey survey, RuleCaller caller, CalledPort called, RequestView request, ExplanationDraft draft) {
        this.survey = survey;
        this.caller = caller;
        this.called = called;
        this.request = request;
        this.draft = draft;
    }

    /** Returns the lists that a caller sees. */
    List<RouteList> all() {
        Map<String, List<AttachedRoute>> groups = new LinkedHashMap<>();
        attached(survey, called.name())
                .filter(this::isFollowed)
                .sorted(AttachedRoute.BY_AGE)
                .forEach(route -> groups.computeIfAbsent(group(route), name -> new ArrayList<>())
                        .add(route));
        return groups.values().stream().map(this::list).toList();
    }

    private static String group(AttachedRoute route) {
        return "%s %s %s".formatted(route.namespace(), route.kind(), route.port());
    }

    /** Returns the routes with a Service as parent, once for each port that they name. */
    static Stream<AttachedRoute> attached(Survey survey, String service) {
        List<AttachedRoute> found = new ArrayList<>();
        for (CustomKind kind : List.of(CustomKind.HTTP_ROUTE, CustomKind.GRPC_ROUTE, CustomKind.LINKERD_HTTP_ROUTE)) {
            survey.all(kind)
                    .forEach(object -> GatewayApiAttachments.find(kind, object, survey.mesh(), (on, route) -> {
                        if (on.equals(service)) {
                            found.add(route);
                        }
                    }));
        }
        return found.stream();
    }

    private boolean isFollowed(AttachedRoute route) {
        Optional<String> reason = ignored(route);
        reason.ifPresent(text -> draft.passOver(route.title(), text));
        return reason.isEmpty();
    }

    private Optional<String> ignored(AttachedRoute route) {
        if (route.kind() == CustomKind.LINKERD_HTTP_ROUTE) {
            return Optional.of("is Linkerd's own kind, which Istio does not read");
        }
        if (!route.isOn(called.port().number())) {
            return Optional.of("names port [%d] in its parentRef, and the request is for [%d]"
                    .formatted(route.port().orElseThrow(), called.port().number()));
        }
        if (!GatewayApiAttachments.inForce(route, called.name(), survey.mesh())) {
            return Optional.of("is refused by Istio's controller: see its status");
        }
        if (!ObjectRevision.of(survey).isRead(route.object())) {
            return Optional.of("is read by another revision of Istio alone (label %s)".formatted(ObjectRevision.LABEL));
        }
        return audience(route).or(() -> unsupported(route)).or(() -> keptBySidecar(route));
    }

    private Optional<String> audience(AttachedRoute route) {
        boolean seen = route.namespace().equals(called.namespace())
                || route.namespace().equals(caller.namespace());
        return seen
                ? Optional.empty()
                : Optional.of("is for callers in namespace [%s], and the caller is in [%s]"
                        .formatted(route.namespace(), caller.namespace()));
    }

    /** One filter that Istio cannot express drops the route as a whole. */
    private static Optional<String> unsupported(AttachedRoute route) {
        return RuleSupport.unsupported(route, true).stream()
                .findFirst()
                .map(filter ->
                        "has the filter [%s], because of which Istio follows none of its rules".formatted(filter));
    }

    private Optional<String> keptBySidecar(AttachedRoute route) {
        return new EgressSidecars(survey)
                .hiding(
                        caller.namespace(),
                        caller.labels().orElse(Map.of()),
                        called.port().number(),
                        route.namespace(),
                        host())
                .map(sidecar -> "Sidecar [%s/%s] does not import it for the caller"
                        .formatted(
                                sidecar.getMetadata().getNamespace(),
                                sidecar.getMetadata().getName()));
    }

    private String host() {
        return IstioServiceHost.of(
                        called.namespace(), called.service().getMetadata().getName(), survey)
                .name();
    }

    private RouteList list(List<AttachedRoute> routes) {
        AttachedRoute first = routes.get(0);
        return new RouteList(
                AttachedRoute.titles(routes) + form(first),
                IstioServiceHost.EXACT,
                first.namespace().equals(caller.namespace()) ? Closeness.OWN_ROUTE : Closeness.PUBLIC,
                first.created(),
                first.name(),
                first.namespace(),
                false,
                ranked(routes, request),
                List.of());
    }

    private static String form(AttachedRoute route) {
        return route.port().isPresent() ? " (with parentRef.port)" : "";
    }

    /** Returns the matches of all rules of some routes, the best first, of equals that of the older route. */
    static List<ExplainedRule> ranked(Collection<AttachedRoute> routes, RequestView request) {
        return routes.stream()
                .flatMap(route -> RankedRule.of(route).stream())
                .sorted((one, other) -> GatewayApiMatch.BY_RANK.compare(one.match(), other.match()))
                .map(rule -> rule.rule(request))
                .toList();
    }
}
