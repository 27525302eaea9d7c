// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.explain;

import dev.spurline.Explanation;
import dev.spurline.MeshRequest;
import dev.spurline.internal.explain.TargetFinder.Failures;
import dev.spurline.internal.survey.Survey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Explains what the sidecar of a caller does, in a mesh of Istio: it follows one list of rules for each host. */
final class IstioExplainer {

    private final Survey survey;
    private final CalledPort called;
    private final RuleCaller caller;
    private final RequestView request;
    private final ExplanationDraft draft;

    IstioExplainer(Survey survey, MeshRequest asked, CalledPort called, RuleCaller caller, ExplanationDraft draft) {
        this.survey = survey;
        this.called = called;
        this.caller = caller;
        this.request = RequestView.of(asked, called.host(), called.port().number());
        this.draft = draft;
    }

    Explanation explain() {
        VirtualServiceLists services = new VirtualServiceLists(survey, caller, request, draft);
        Optional<RouteList> spelled = request.port() == 80 ? first(services.spelled(request.host())) : Optional.empty();
        if (spelled.isPresent()) {
            return follow(spelled.get());
        }
        List<RouteList> lists = new ArrayList<>(services.on(IstioServiceHost.of(
                called.namespace(), called.service().getMetadata().getName(), survey)));
        lists.addAll(new GatewayApiLists(survey, caller, called, request, draft).all());
        return chosen(lists).map(this::follow).orElseGet(() -> itself(lists));
    }

    private static Optional<RouteList> first(List<RouteList> lists) {
        return lists.stream().sorted(RouteList.BY_RANK).findFirst();
    }

    /**
     * Of lists that name the Service, the first with a rule for the caller decides. Where none names it, the closest wildcard counts
     * alone, whether it says something or not (computeWildcardHostVirtualServiceIndex in pilot/pkg/model/sidecar.go).
     */
    private Optional<RouteList> chosen(List<RouteList> lists) {
        List<RouteList> ranked = lists.stream().sorted(RouteList.BY_RANK).toList();
        boolean named = ranked.stream().anyMatch(RouteList::isExact);
        Optional<RouteList> chosen = named
                ? ranked.stream()
                        .filter(list -> list.isExact() && !list.rules().isEmpty())
                        .findFirst()
                : ranked.stream().findFirst().filter(list -> !list.rules().isEmpty());
        for (RouteList list : ranked) {
            if (chosen.filter(list::equals).isEmpty()) {
                passOver(list, chosen);
            }
        }
        return chosen;
    }

    private void passOver(RouteList list, Optional<RouteList> chosen) {
        if (list.rules().isEmpty()) {
            list.untold().forEach(rule -> draft.passOver(rule.rule(), rule.reason()));
            draft.passOver(list.title(), "has no rule for this caller and port, so that the host is free for others");
        } else {
            draft.passOver(
                    list.title(),
                    chosen.map(list::behind)
                            .orElse(
                                    "names the Service by a wildcard, and something that says nothing names it more closely"));
        }
    }

    private Explanation follow(RouteList list) {
        list.untold().forEach(rule -> draft.passOver(rule.rule(), rule.reason()));
        return draft.firstThatTakes(list.rules())
                .map(rule -> draft.decided(rule, IstioOutcomes.of(rule, request, caller, survey)))
                .orElseGet(() -> draft.undecided(
                        "no rule of %s takes it, and nothing else is asked".formatted(list.title()),
                        RouteAction.answer(404)));
    }

    private Explanation itself(List<RouteList> lists) {
        return draft.undecided(
                "to the Service itself, because %s"
                        .formatted(
                                lists.isEmpty()
                                        ? "no route is on it for this caller"
                                        : "no route on it has a rule for this caller"),
                TargetFinder.action(List.of(new TargetFinder(survey, caller).find(called.itself(), Failures.ISTIO))));
    }
}
