// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.explain;

import dev.spurline.Explanation;
import dev.spurline.MeshRequest;
import dev.spurline.internal.explain.TargetFinder.Failures;
import dev.spurline.internal.routing.AttachedRoute;
import dev.spurline.internal.survey.Survey;
import java.util.List;
import java.util.Optional;

/**
 * Explains what Linkerd's proxy of a caller does: of all rules of all routes that take a request it follows the best
 * (linkerd2-proxy, linkerd/http/route/src/lib.rs: find). So a rule that takes it may be passed over as well.
 */
final class LinkerdExplainer {

    private final Survey survey;
    private final CalledPort called;
    private final RuleCaller caller;
    private final RequestView request;
    private final ExplanationDraft draft;

    LinkerdExplainer(Survey survey, MeshRequest asked, CalledPort called, RuleCaller caller, ExplanationDraft draft) {
        this.survey = survey;
        this.called = called;
        this.caller = caller;
        this.request = RequestView.of(asked, called.host(), called.port().number());
        this.draft = draft;
    }

    Explanation explain() {
        LinkerdRuleList routes = new LinkerdRuleList(survey, called, caller, draft);
        Optional<String> profile = routes.profile();
        if (profile.isPresent()) {
            draft.unknown("%s decides, and is not explained".formatted(profile.get()));
            return itself("%s keeps Linkerd from following routes".formatted(profile.get()));
        }
        List<AttachedRoute> followed = routes.followed();
        if (followed.isEmpty()) {
            return itself("no route is on it for this caller");
        }
        List<LinkerdRule> rules = followed.stream()
                .flatMap(route -> LinkerdRule.of(route, request).stream())
                .toList();
        if (rules.stream().anyMatch(LinkerdRule::breaksPort)) {
            return draft.undecided(
                    "a GRPCRoute has a match without method, for which Linkerd's proxies fail every request to the port",
                    RouteAction.answer(Failures.LINKERD.missing()));
        }
        return best(rules).map(this::follow).orElseGet(() -> nothing(followed));
    }

    private Explanation itself(String reason) {
        return draft.undecided(
                "to the Service itself, because " + reason,
                TargetFinder.action(List.of(new TargetFinder(survey, caller).find(called.itself(), Failures.LINKERD))));
    }

    private Explanation nothing(List<AttachedRoute> followed) {
        return draft.undecided(
                "no rule of %s takes it, and nothing else is asked".formatted(AttachedRoute.titles(followed)),
                RouteAction.answer(404));
    }

    private Optional<LinkerdRule> best(List<LinkerdRule> rules) {
        Optional<LinkerdRule> best = rules.stream().filter(LinkerdRule::takes).min(LinkerdRule.BY_RANK);
        for (LinkerdRule rule : rules) {
            Optional<String> mismatch = Condition.mismatch(rule.conditions());
            mismatch.ifPresent(reason -> draft.passOver(rule.named(), reason));
            if (mismatch.isEmpty() && best.filter(rule::equals).isEmpty()) {
                draft.passOver(rule.named(), rule.behind(best.orElseThrow()));
            }
        }
        return best;
    }

    private Explanation follow(LinkerdRule rule) {
        String home = rule.backendNamespace(called.namespace());
        ExplainedRule decided = new ExplainedRule(
                rule.named(), rule.conditions(), rule.json(), home, ExplainedRule.Form.GATEWAY_API, false);
        return draft.decided(
                decided, new LinkerdAction(decided, request, called, new TargetFinder(survey, caller)).read());
    }
}
