// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.survey.Survey;
import dev.spurline.internal.text.JsonTrees;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A selector by which somebody else counts, owns or reaches pods. A fork must not be selected by any.
 *
 * @param title whose it is, such as {@code Service pricing}
 * @param verb what it does with pods
 * @param selector the selector
 */
record ForeignSelector(String title, String verb, PodSelector selector) {

    /** Rollouts put this label into the selectors of their Services, and onto pods but not into the template. */
    static final String ROLLOUT_HASH = "rollouts-pod-template-hash";

    /** Returns all selectors of a namespace but those of Spurline's own objects. */
    static List<ForeignSelector> in(String namespace, Survey survey) {
        List<ForeignSelector> found = new ArrayList<>();
        for (Service service : SpurlineLabels.foreign(survey.services(), namespace)) {
            of(service).ifPresent(found::add);
        }
        addWorkloads(survey, namespace, found);
        for (PodDisruptionBudget budget : SpurlineLabels.foreign(survey.podDisruptionBudgets(), namespace)) {
            add(found, budget, "counts", budget.getSpec().getSelector());
        }
        CustomKind.of(CustomKind.Role.SELECTOR).stream()
                .filter(kind -> !kind.is(CustomKind.Role.WORKLOAD))
                .forEach(kind -> addLabelSelectors(survey, kind, namespace, found));
        return found;
    }

    /** Returns the selector of a Service, or empty if it has none and so selects nothing. */
    static Optional<ForeignSelector> of(Service service) {
        Map<String, String> labels =
                Optional.ofNullable(service.getSpec().getSelector()).orElse(Map.of());
        // The endpoints controllers regard no selector of a Service of type ExternalName.
        return labels.isEmpty() || "ExternalName".equals(service.getSpec().getType())
                ? Optional.empty()
                : Optional.of(new ForeignSelector(
                        title(service), "selects", PodSelector.of(labels).without(ROLLOUT_HASH)));
    }

    private static void addWorkloads(Survey survey, String namespace, List<ForeignSelector> found) {
        for (Deployment deployment : SpurlineLabels.foreign(survey.deployments(), namespace)) {
            add(found, deployment, "owns pods by", deployment.getSpec().getSelector());
        }
        for (StatefulSet set : SpurlineLabels.foreign(survey.statefulSets(), namespace)) {
            add(found, set, "owns pods by", set.getSpec().getSelector());
        }
        for (DaemonSet set : SpurlineLabels.foreign(survey.daemonSets(), namespace)) {
            add(found, set, "owns pods by", set.getSpec().getSelector());
        }
        for (ReplicaSet set : SpurlineLabels.foreign(survey.replicaSets(), namespace)) {
            add(found, set, "owns pods by", set.getSpec().getSelector());
        }
        for (CustomKind kind : CustomKind.of(CustomKind.Role.WORKLOAD)) {
            for (GenericKubernetesResource owner : SpurlineLabels.foreign(survey.all(kind), namespace)) {
                LabelSelector selector =
                        JsonTrees.value(JsonTrees.tree(owner).at(kind.podSelector()), LabelSelector.class);
                add(found, owner, "owns pods by", selector);
            }
        }
    }

    private static void add(
            List<ForeignSelector> found, HasMetadata owner, String verb, @Nullable LabelSelector selector) {
        if (selector != null) {
            found.add(new ForeignSelector(title(owner), verb, PodSelector.of(selector)));
        }
    }

    private static void addLabelSelectors(
            Survey survey, CustomKind kind, String namespace, List<ForeignSelector> found) {
        for (GenericKubernetesResource resource : SpurlineLabels.foreign(survey.all(kind), namespace)) {
            Map<String, Object> labels = JsonTrees.map(JsonTrees.tree(resource).at(kind.podSelector()));
            if (labels != null && !labels.isEmpty()) {
                Map<String, String> texts = new TreeMap<>();
                labels.forEach((key, value) -> texts.put(key, String.valueOf(value)));
                found.add(new ForeignSelector(title(resource), "selects", PodSelector.of(texts)));
            }
        }
    }

    static String title(HasMetadata object) {
        return object.getKind() + " " + object.getMetadata().getName();
    }
}
