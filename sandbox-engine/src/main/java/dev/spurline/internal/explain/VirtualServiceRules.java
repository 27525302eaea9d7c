// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.explain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.Explanation.PassedRule;
import dev.spurline.Explanation.Rule;
import dev.spurline.internal.routing.DelegateMerge;
import dev.spurline.internal.routing.VirtualMatches;
import dev.spurline.internal.routing.VirtualRule;
import dev.spurline.internal.routing.VirtualRules;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rules of a VirtualService that a caller's proxy is told of, those of delegates in the places of their slots, and why it is
 * not told of the others.
 */
final class VirtualServiceRules {

    private final GenericKubernetesResource object;
    private final RuleCaller caller;
    private final RequestView request;
    private final DelegateFinder delegates;
    private final List<ExplainedRule> told = new ArrayList<>();
    private final List<PassedRule> untold = new ArrayList<>();

    private VirtualServiceRules(
            GenericKubernetesResource object, RuleCaller caller, RequestView request, DelegateFinder delegates) {
        this.object = object;
        this.caller = caller;
        this.request = request;
        this.delegates = delegates;
    }

    /** Reads the rules for a caller and the port of a request. */
    static VirtualServiceRules of(
            GenericKubernetesResource object, RuleCaller caller, RequestView request, DelegateFinder delegates) {
        VirtualServiceRules rules = new VirtualServiceRules(object, caller, request, delegates);
        List<VirtualRule> written = VirtualRules.written(object);
        for (int i = 0; i < written.size(); i++) {
            VirtualRule rule = written.get(i);
            if (rule.json().has("delegate")) {
                rules.slot(rule, i);
            } else {
                rules.add(rule, i, name(rule.json()));
            }
        }
        return rules;
    }

    /** Returns the rules, each once for each of its matches. */
    List<ExplainedRule> told() {
        return told;
    }

    /** Returns the rules of which the proxy is told nothing, and why. */
    List<PassedRule> untold() {
        return untold;
    }

    private static String name(JsonNode rule) {
        return rule.path("name").asText();
    }

    private void slot(VirtualRule slot, int place) {
        DelegateFinder.Found found = delegates.find(slot);
        if (found.object().isEmpty()) {
            untold.add(new PassedRule(new Rule(slot.title(), place(place), name(slot.json())), found.problem()));
            return;
        }
        List<VirtualRule> rules = VirtualRules.written(found.object().get());
        for (int i = 0; i < rules.size(); i++) {
            VirtualRule leaf = rules.get(i);
            String name = merged(name(slot.json()), name(leaf.json()));
            Optional<VirtualRule> merged =
                    DelegateMerge.of(slot, List.of(leaf)).stream().findFirst();
            if (merged.isPresent()) {
                add(merged.get(), i, name);
            } else {
                untold.add(new PassedRule(
                        new Rule(leaf.title(), place(i), name),
                        "is dropped: what it matches is not within the match of %s, %s"
                                .formatted(slot.title(), place(place))));
            }
        }
    }

    /** MergeHTTPRoutes in pilot/pkg/model/virtualservice.go. */
    private static String merged(String slot, String leaf) {
        return slot.isEmpty() || leaf.isEmpty() ? slot + leaf : slot + "-" + leaf;
    }

    private static String place(int rule) {
        return "spec.http[%d]".formatted(rule);
    }

    private void add(VirtualRule rule, int index, String name) {
        JsonNode matches = rule.json().path("match");
        if (matches.isEmpty()) {
            told.add(rule(rule, new Rule(rule.title(), place(index), name), JsonNodeFactory.instance.objectNode()));
        }
        for (int i = 0; i < matches.size(); i++) {
            JsonNode match = matches.path(i);
            String own = name(match);
            Rule named = new Rule(
                    rule.title(),
                    matches.size() == 1 ? place(index) : "%s.match[%d]".formatted(place(index), i),
                    own.isEmpty() ? name : name + "." + own);
            Optional<String> elsewhere = MatchAudience.mismatch(match, caller, request.port(), namespace());
            if (elsewhere.isPresent()) {
                untold.add(new PassedRule(named, elsewhere.get()));
            } else {
                told.add(rule(rule, named, match));
            }
        }
    }

    private String namespace() {
        return object.getMetadata().getNamespace();
    }

    private ExplainedRule rule(VirtualRule rule, Rule named, JsonNode match) {
        ObjectNode json = rule.json();
        return new ExplainedRule(
                named,
                VirtualServiceConditions.of(match, request),
                json,
                rule.namespace(),
                ExplainedRule.Form.VIRTUAL_SERVICE,
                VirtualMatches.takesAll(match));
    }
}
