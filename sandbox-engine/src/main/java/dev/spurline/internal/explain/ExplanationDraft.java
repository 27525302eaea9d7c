// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.explain;

import dev.spurline.Explanation;
import dev.spurline.Explanation.PassedRule;
import dev.spurline.Explanation.Rule;
import dev.spurline.MeshRequest;
import dev.spurline.internal.survey.Survey;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** An explanation while it is being made. */
final class ExplanationDraft {

    private final MeshRequest request;
    private final List<PassedRule> passed = new ArrayList<>();
    private final Set<String> unknown = new LinkedHashSet<>();

    ExplanationDraft(MeshRequest request) {
        this.request = request;
    }

    /** Says what may decide as well and was not read. */
    ExplanationDraft knowing(Survey survey) {
        UnreadRoutes.of(survey, request.atGateway()).forEach(this::unknown);
        return this;
    }

    /** Says why an object as a whole does not decide. */
    void passOver(String object, String reason) {
        passOver(new Rule(object, "", ""), reason);
    }

    /** Says why a rule does not decide. */
    void passOver(Rule rule, String reason) {
        PassedRule entry = new PassedRule(rule, reason);
        if (!passed.contains(entry)) {
            passed.add(entry);
        }
    }

    /** Says what cannot be told. */
    void unknown(String sentence) {
        unknown.add(sentence);
    }

    /** Returns the first rule that takes the request; why those before it do not is noted. */
    Optional<ExplainedRule> firstThatTakes(List<ExplainedRule> rules) {
        for (ExplainedRule rule : rules) {
            Optional<String> mismatch = Condition.mismatch(rule.conditions());
            if (mismatch.isEmpty()) {
                return Optional.of(rule);
            }
            passOver(rule.rule(), mismatch.get());
        }
        return Optional.empty();
    }

    /** Ends with a rule that decides. */
    Explanation decided(ExplainedRule rule, RouteAction action) {
        return decided(rule.rule(), Condition.wanted(rule.conditions()), action);
    }

    /**
     * Ends with something that decides as a rule does.
     *
     * @param reason why it does, behind its name in a sentence
     */
    Explanation decided(Rule rule, String reason, RouteAction action) {
        return end(Optional.of(rule), reason, action);
    }

    /** Ends without a rule. */
    Explanation undecided(String reason, RouteAction action) {
        return end(Optional.empty(), reason, action);
    }

    private Explanation end(Optional<Rule> winner, String reason, RouteAction action) {
        action.unknown().forEach(this::unknown);
        return new Explanation(
                request, winner, reason, passed, action.status(), action.destinations(), List.copyOf(unknown));
    }
}
