// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.explain;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.spurline.Explanation;
import dev.spurline.Explanation.Rule;
import dev.spurline.MeshRequest;
import dev.spurline.internal.explain.TargetFinder.Failures;
import dev.spurline.internal.explain.TargetFinder.Named;
import dev.spurline.internal.routing.ForkMember;
import dev.spurline.internal.survey.Survey;
import java.util.List;

/**
 * Explains what an Envoy does that obeys staging overrides, configured as docs/envoy.md says: a request itself names the fork, in a
 * baggage member for the called Service and port.
 */
final class OverridesExplainer {

    private static final String BAGGAGE = "baggage";

    private final Survey survey;
    private final CalledPort called;
    private final RuleCaller caller;
    private final RequestView request;
    private final ExplanationDraft draft;

    OverridesExplainer(Survey survey, MeshRequest asked, CalledPort called, RuleCaller caller, ExplanationDraft draft) {
        this.survey = survey;
        this.called = called;
        this.caller = caller;
        this.request = RequestView.of(asked, called.host(), called.port().number());
        this.draft = draft;
    }

    Explanation explain() {
        draft.unknown("whether the Envoy of caller %s obeys staging overrides is in no object of the cluster"
                .formatted(caller));
        String member = new ForkMember(
                        called.service().getMetadata().getName(),
                        called.namespace(),
                        called.port().number(),
                        "")
                .name();
        Rule rule = new Rule("baggage member [%s]".formatted(member), "", "");
        Matcher matcher = pattern(member, called.service().getMetadata().getName())
                .matcher(request.joined(BAGGAGE).orElse(""));
        if (matcher.matches()) {
            Named fork = new Named(
                    called.namespace() + "/" + matcher.group(1), called.port().number(), "", 1);
            return draft.decided(rule, "names the fork [%s]".formatted(matcher.group(1)), action(fork));
        }
        draft.passOver(
                rule,
                request.joined(BAGGAGE)
                        .map(value -> RequestView.told(BAGGAGE, value))
                        .map("header [baggage] is [%s], and has no such member with the name of a fork"::formatted)
                        .orElse("header [baggage] is absent"));
        return draft.undecided(
                "to the Service itself, because the request names no fork of it", action(called.itself()));
    }

    /**
     * The last of several members counts, as in the expression that docs/envoy.md gives to Envoys. A name that was cut has a
     * checksum before the key, and behind it may stand {@code spurline.envoy.secret}.
     */
    private static Pattern pattern(String member, String service) {
        return Pattern.compile(
                "^(?:.*,)?[ \\t]*%s[ \\t]*=[ \\t]*((?:[a-z0-9-]*%s|[a-z0-9-]+-[0-9a-f]{8})-[a-z][a-z2-7]{9})(?:\\.[A-Za-z0-9_-]{8,64})?[ \\t]*(?:[,;].*)?$"
                        .formatted(Pattern.quote(member), service));
    }

    private RouteAction action(Named named) {
        return TargetFinder.action(List.of(new TargetFinder(survey, caller).find(named, Failures.ISTIO)));
    }
}
