// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.explain;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.internal.routing.MeshDefaults;
import dev.spurline.internal.routing.ObjectRevision;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.ObjectAge;
import dev.spurline.internal.survey.Survey;
import dev.spurline.internal.text.JsonTrees;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The labels of subsets, which DestinationRules name: of the first of the caller's namespace, the Service's and the root one
 * that has any for the host, and there of the most specific host (destinationRule in pilot/pkg/model/push_context.go of Istio).
 */
final class SubsetLabels {

    private final Survey survey;
    private final RuleCaller caller;
    private final List<GenericKubernetesResource> rules;

    SubsetLabels(Survey survey, RuleCaller caller) {
        this.survey = survey;
        this.caller = caller;
        this.rules = survey.all(CustomKind.DESTINATION_RULE).stream()
                .filter(ObjectRevision.of(survey)::isRead)
                .sorted(ObjectAge.ISTIO)
                .toList();
    }

    /** Returns the labels of a subset; empty if there is no such subset for the caller. */
    Optional<Map<String, String>> of(IstioServiceHost host, String namespace, String subset) {
        return deciding(host, namespace)
                .flatMap(rule -> subsets(rule).stream())
                .filter(found -> found.path("name").asText().equals(subset))
                .findFirst()
                .map(found -> labels(found.path("labels")));
    }

    private Stream<GenericKubernetesResource> deciding(IstioServiceHost host, String namespace) {
        MeshDefaults defaults = MeshDefaults.of(survey);
        return Stream.<Predicate<GenericKubernetesResource>>of(
                        rule -> isIn(rule, caller.namespace()) && selectsCaller(rule),
                        rule -> isIn(rule, namespace) && isForAll(rule, defaults),
                        rule -> defaults.isInRoot(rule) && isForAll(rule, defaults))
                .map(place -> closest(host, place))
                .filter(found -> !found.isEmpty())
                .findFirst()
                .stream()
                .flatMap(List::stream);
    }

    private static boolean isIn(GenericKubernetesResource rule, String namespace) {
        return rule.getMetadata().getNamespace().equals(namespace);
    }

    /** One for some workloads is for those of its own namespace. */
    private boolean isForAll(GenericKubernetesResource rule, MeshDefaults defaults) {
        return defaults.isExported(rule, caller.namespace())
                && spec(rule).path("workloadSelector").isMissingNode();
    }

    private boolean selectsCaller(GenericKubernetesResource rule) {
        Map<String, String> wanted = labels(spec(rule).at("/workloadSelector/matchLabels"));
        return wanted.isEmpty()
                || caller.labels()
                        .filter(own -> own.entrySet().containsAll(wanted.entrySet()))
                        .isPresent();
    }

    private List<GenericKubernetesResource> closest(IstioServiceHost host, Predicate<GenericKubernetesResource> place) {
        List<GenericKubernetesResource> found = rules.stream()
                .filter(place)
                .filter(rule -> precision(host, rule) > 0)
                .toList();
        int best = found.stream().mapToInt(rule -> precision(host, rule)).max().orElse(0);
        return found.stream().filter(rule -> precision(host, rule) == best).toList();
    }

    private static int precision(IstioServiceHost host, GenericKubernetesResource rule) {
        return host.precision(
                spec(rule).path("host").asText(), rule.getMetadata().getNamespace());
    }

    private static JsonNode spec(GenericKubernetesResource rule) {
        return JsonTrees.tree(rule).path("spec");
    }

    private static List<JsonNode> subsets(GenericKubernetesResource rule) {
        List<JsonNode> subsets = new ArrayList<>();
        spec(rule).path("subsets").forEach(subsets::add);
        return subsets;
    }

    private static Map<String, String> labels(JsonNode json) {
        Map<String, String> labels = new HashMap<>();
        json.properties()
                .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
        return labels;
    }
}
