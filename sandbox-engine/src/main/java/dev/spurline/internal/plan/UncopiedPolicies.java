// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.ObjectLabels;
import dev.spurline.internal.survey.Survey;
import dev.spurline.internal.text.JsonTrees;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Policies that decide about pods by their labels and of which a fork gets no copy: they belong to the cluster, or what they
 * stand for is not in it. What a fork loses or gains by them is told.
 */
final class UncopiedPolicies {

    private final List<Policy> policies = new ArrayList<>();

    /** Finds those of a namespace and of the cluster. */
    UncopiedPolicies(String namespace, Survey survey) {
        for (CustomKind kind : CustomKind.of(CustomKind.Role.UNCOPIED_POLICY)) {
            if (!repeated(kind, survey)) {
                survey.all(kind).stream()
                        .filter(object -> kind.reach() == CustomKind.Reach.CLUSTER
                                || namespace.equals(object.getMetadata().getNamespace()))
                        .flatMap(object ->
                                policies(kind, object, namespace, node -> chooses(node, namespace, survey)).stream())
                        .forEach(policies::add);
            }
        }
    }

    /** Calico's API server shows what is stored in the kinds of its definitions, under other names. */
    private static boolean repeated(CustomKind kind, Survey survey) {
        return (kind == CustomKind.CALICO_STORED_POLICY
                        && survey.served(CustomKind.CALICO_NETWORK_POLICY).isPresent())
                || (kind == CustomKind.CALICO_STORED_GLOBAL_POLICY
                        && survey.served(CustomKind.CALICO_GLOBAL_POLICY).isPresent());
    }

    /** Returns the labels by which they know something with these labels; better not changed. */
    Set<String> keys(Map<String, String> labels) {
        return policies.stream()
                .filter(policy -> policy.selection().matches().test(labels))
                .flatMap(policy -> policy.selection().names().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns a sentence for each that regards a fork otherwise than its baseline. */
    List<String> differences(Map<String, String> baseline, Map<String, String> fork) {
        List<String> sentences = new ArrayList<>();
        for (Policy policy : policies) {
            boolean before = policy.selection().matches().test(baseline);
            boolean now = policy.selection().matches().test(fork);
            if (before && !now) {
                sentences.add(
                        "%s selects the baseline by a label that the fork has changed, and is not copied: it does not concern the fork. If the fork needs it, let it select by another label"
                                .formatted(policy.title()));
            } else if (now && !before) {
                sentences.add(
                        "%s does not select the baseline, but the fork, by a label that the fork has changed: let it select by another label if that is in the way"
                                .formatted(policy.title()));
            }
        }
        return sentences;
    }

    private static List<Policy> policies(
            CustomKind kind, GenericKubernetesResource object, String namespace, Predicate<JsonNode> chosen) {
        JsonNode tree = JsonTrees.tree(object);
        return kind.podSelectors().stream()
                .flatMap(pointer -> at(tree, pointer.substring(0, pointer.lastIndexOf('/'))).stream()
                        .filter(parent -> chosen.test(parent.path("namespaceSelector")))
                        .map(parent -> parent.path(pointer.substring(pointer.lastIndexOf('/') + 1))))
                .flatMap(node -> selection(kind, node, namespace).stream())
                .map(selection -> new Policy(
                        "%s [%s]"
                                .formatted(
                                        object.getKind(), object.getMetadata().getName()),
                        selection))
                .toList();
    }

    /** Returns what a pointer leads to in which {@code *} stands for each element of a list. */
    private static List<JsonNode> at(JsonNode tree, String pointer) {
        int list = pointer.indexOf("/*");
        if (list < 0) {
            return List.of(tree.at(pointer));
        }
        List<JsonNode> found = new ArrayList<>();
        tree.at(pointer.substring(0, list)).forEach(element -> found.addAll(at(element, pointer.substring(list + 2))));
        return found;
    }

    /** What selects namespaces stands beside what selects their pods; a namespace that may not be read may be any. */
    private static boolean chooses(JsonNode namespaces, String namespace, Survey survey) {
        return !namespaces.isObject()
                || survey.namespaces().stream()
                        .filter(found -> found.getMetadata().getName().equals(namespace))
                        .map(ObjectLabels::labels)
                        .allMatch(PodSelector.of(JsonTrees.value(namespaces, LabelSelector.class))::selects);
    }

    private static Optional<CalicoSelector.Selection> selection(CustomKind kind, JsonNode node, String namespace) {
        if (kind.group().endsWith("projectcalico.org")) {
            return CalicoSelector.read(node.asText(""));
        }
        if (!node.isObject()) {
            return Optional.empty();
        }
        PodSelector selector = kind.group().equals("cilium.io")
                ? PodSelectorField.cilium(node, namespace)
                : PodSelector.of(JsonTrees.value(node, LabelSelector.class));
        return Optional.of(new CalicoSelector.Selection(
                selector::selects,
                selector.terms().stream().map(PodSelector.Term::key).collect(Collectors.toSet())));
    }

    private record Policy(String title, CalicoSelector.Selection selection) {}
}
