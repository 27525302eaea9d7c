// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.runtime;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.time.Instant;
import java.util.HashMap;
import java.util.Optional;

/**
 * Reads the state of pods and makes new ones from templates.
 *
 * <p>Source: {@code pkg/controller/controller_utils.go} (IsPodActive, GetPodFromTemplate).
 */
public final class PodLifecycle {

    private PodLifecycle() {}

    /** Whether a pod counts as one of its owner's replicas: neither ended nor about to. */
    public static boolean active(Pod pod) {
        return !finished(pod) && !OwnerReferences.deleting(pod);
    }

    /** Whether all containers of a pod have ended for good. */
    public static boolean finished(Pod pod) {
        return phase(pod).equals("Succeeded") || phase(pod).equals("Failed");
    }

    /** Whether a pod is going and has not yet ended. */
    public static boolean terminating(Pod pod) {
        return !finished(pod) && OwnerReferences.deleting(pod);
    }

    /** Returns the phase, empty if nobody has written one. */
    public static String phase(Pod pod) {
        return pod.getStatus() == null || pod.getStatus().getPhase() == null
                ? ""
                : pod.getStatus().getPhase();
    }

    /** Whether the condition Ready is true. */
    public static boolean ready(Pod pod) {
        return condition(pod, "Ready")
                .filter(condition -> "True".equals(condition.getStatus()))
                .isPresent();
    }

    /** Whether a pod has been ready for at least that many seconds. */
    public static boolean available(Pod pod, int minReadySeconds, Instant now) {
        return ready(pod)
                && (minReadySeconds <= 0 || !availableFrom(pod, minReadySeconds).isAfter(now));
    }

    /** Returns when a ready pod counts as available, if it stays ready. */
    public static Instant availableFrom(Pod pod, int minReadySeconds) {
        return condition(pod, "Ready")
                .map(PodCondition::getLastTransitionTime)
                .map(Instant::parse)
                .orElse(Instant.EPOCH)
                .plusSeconds(minReadySeconds);
    }

    /** Returns a condition by type. */
    public static Optional<PodCondition> condition(Pod pod, String type) {
        return pod.getStatus() == null
                ? Optional.empty()
                : pod.getStatus().getConditions().stream()
                        .filter(condition -> condition.getType().equals(type))
                        .findFirst();
    }

    /** Whether a pod is bound to a node. */
    public static boolean bound(Pod pod) {
        return pod.getSpec().getNodeName() != null
                && !pod.getSpec().getNodeName().isEmpty();
    }

    /** Returns a new pod of a template, controlled by its maker; the API server completes its name. */
    public static Pod from(PodTemplateSpec template, HasMetadata owner) {
        return from(template, owner, OwnerReferences.controlledBy(owner));
    }

    private static Pod from(PodTemplateSpec template, HasMetadata owner, OwnerReference reference) {
        var metadata = Optional.ofNullable(template.getMetadata());
        return new PodBuilder()
                .withNewMetadata()
                .withGenerateName(owner.getMetadata().getName() + "-")
                .withNamespace(owner.getMetadata().getNamespace())
                .withLabels(metadata.map(given -> given.getLabels())
                        .map(HashMap::new)
                        .orElse(null))
                .withAnnotations(metadata.map(given -> given.getAnnotations())
                        .map(HashMap::new)
                        .orElse(null))
                .withFinalizers(metadata.map(given -> given.getFinalizers()).orElse(null))
                .withOwnerReferences(reference)
                .endMetadata()
                .withSpec(template.getSpec())
                .build();
    }
}
