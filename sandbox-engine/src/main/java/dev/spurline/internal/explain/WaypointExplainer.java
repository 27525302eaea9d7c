// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.explain;

import dev.spurline.Explanation;
import dev.spurline.MeshRequest;
import dev.spurline.internal.explain.TargetFinder.Failures;
import dev.spurline.internal.routing.ServiceWaypoint;
import dev.spurline.internal.survey.Survey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Explains what the waypoint of a Service does, in ambient Istio. It knows nothing of the caller but what the request says, and
 * asks the rules of all VirtualServices and routes on the Service one after the other (buildWaypointInboundHTTPRouteConfig in
 * pilot/pkg/networking/core/listener_waypoint.go).
 */
final class WaypointExplainer {

    private final Survey survey;
    private final MeshRequest asked;
    private final CalledPort called;
    private final RequestView request;
    private final ExplanationDraft draft;

    WaypointExplainer(Survey survey, MeshRequest asked, CalledPort called, ExplanationDraft draft) {
        this.survey = survey;
        this.asked = asked;
        this.called = called;
        this.request = RequestView.of(asked, called.host(), called.port().number());
        this.draft = draft;
    }

    Explanation explain() {
        Optional<ServiceWaypoint> waypoint = ServiceWaypoint.of(called.service(), survey);
        return waypoint.map(this::explain)
                .orElseGet(() -> itself("it has no waypoint, without which ambient Istio routes no request"));
    }

    private Explanation explain(ServiceWaypoint waypoint) {
        RuleCaller proxy =
                RuleCaller.of(asked.from(waypoint.namespace() + "/" + waypoint.name()), called.namespace(), survey);
        List<RouteList> lists = lists(proxy, List.of(waypoint.namespace(), called.namespace()));
        if (lists.isEmpty()) {
            return itself(
                    "no route on it has a rule for waypoint [%s/%s]".formatted(waypoint.namespace(), waypoint.name()));
        }
        if (lists.size() > 1) {
            draft.unknown("a waypoint of Istio before 1.30 follows %s alone"
                    .formatted(lists.get(0).title()));
        }
        List<ExplainedRule> rules =
                lists.stream().flatMap(list -> list.rules().stream()).toList();
        return draft.firstThatTakes(rules)
                .map(rule -> draft.decided(rule, IstioOutcomes.of(rule, request, proxy, survey)))
                .orElseGet(() -> draft.undecided(
                        "no rule at waypoint [%s/%s] takes it, and nothing else is asked"
                                .formatted(waypoint.namespace(), waypoint.name()),
                        RouteAction.answer(404)));
    }

    private List<RouteList> lists(RuleCaller proxy, List<String> namespaces) {
        List<RouteList> found = new ArrayList<>(new VirtualServiceLists(survey, proxy, request, draft)
                .on(IstioServiceHost.of(
                        called.namespace(), called.service().getMetadata().getName(), survey)));
        found.addAll(new GatewayApiLists(survey, proxy, called, request, draft).all());
        found.stream()
                .filter(list -> !namespaces.contains(list.namespace()))
                .forEach(list -> draft.passOver(
                        list.title(), "is neither in the namespace of the Service nor in that of its waypoint"));
        List<RouteList> followed = found.stream()
                .filter(list -> namespaces.contains(list.namespace()))
                .sorted(RouteList.BY_RANK)
                .toList();
        followed.forEach(list -> list.untold().forEach(rule -> draft.passOver(rule.rule(), rule.reason())));
        return followed.stream().filter(list -> !list.rules().isEmpty()).toList();
    }

    private Explanation itself(String reason) {
        RuleCaller caller = RuleCaller.of(asked, called.namespace(), survey);
        return draft.undecided(
                "to the Service itself, because " + reason,
                TargetFinder.action(List.of(new TargetFinder(survey, caller).find(called.itself(), Failures.ISTIO))));
    }
}
