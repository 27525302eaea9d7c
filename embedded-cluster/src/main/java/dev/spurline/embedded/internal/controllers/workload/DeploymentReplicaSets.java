// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.workload;

import dev.spurline.embedded.internal.controllers.runtime.OwnerReferences;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The ReplicaSets of one Deployment: that of the present template, if there is one, and the older ones.
 *
 * <p>Source: {@code pkg/controller/deployment/sync.go} (getAllReplicaSetsAndSyncRevision).
 *
 * @param current the ReplicaSet of the present template
 * @param old the others, oldest first
 */
record DeploymentReplicaSets(Optional<ReplicaSet> current, List<ReplicaSet> old) {

    static final String HASH = "pod-template-hash";
    static final String REVISION = "deployment.kubernetes.io/revision";
    static final String DESIRED = "deployment.kubernetes.io/desired-replicas";
    static final String MAXIMUM = "deployment.kubernetes.io/max-replicas";
    private static final Set<String> NOT_COPIED = Set.of(
            "kubectl.kubernetes.io/last-applied-configuration",
            REVISION,
            "deployment.kubernetes.io/revision-history",
            DESIRED,
            MAXIMUM,
            "deprecated.deployment.rollback.to");

    static final Comparator<ReplicaSet> BY_AGE = Comparator.comparing(
                    (ReplicaSet set) -> set.getMetadata().getCreationTimestamp())
            .thenComparing(set -> set.getMetadata().getName());

    static DeploymentReplicaSets of(Deployment deployment, Collection<ReplicaSet> sets) {
        List<ReplicaSet> sorted = sets.stream().sorted(BY_AGE).toList();
        Optional<ReplicaSet> current = sorted.stream()
                .filter(set -> sameTemplate(
                        deployment.getSpec().getTemplate(), set.getSpec().getTemplate()))
                .findFirst();
        List<ReplicaSet> old = sorted.stream()
                .filter(set -> current.filter(set::equals).isEmpty())
                .toList();
        return new DeploymentReplicaSets(current, old);
    }

    List<ReplicaSet> all() {
        return Stream.concat(old.stream(), current.stream()).toList();
    }

    List<ReplicaSet> active() {
        return all().stream().filter(set -> ReplicaCounts.wanted(set) > 0).toList();
    }

    List<ReplicaSet> activeOld() {
        return old.stream().filter(set -> ReplicaCounts.wanted(set) > 0).toList();
    }

    /** Returns the revision that the current ReplicaSet has or should get: one above those of all others. */
    long revision() {
        long newestOld =
                old.stream().mapToLong(DeploymentReplicaSets::revision).max().orElse(0);
        return Math.max(
                newestOld + 1, current.map(DeploymentReplicaSets::revision).orElse(0L));
    }

    static long revision(ReplicaSet set) {
        String revision = annotations(set).get(REVISION);
        return revision == null ? 0 : Long.parseLong(revision);
    }

    /** Returns a new ReplicaSet for the present template. */
    ReplicaSet next(Deployment deployment, int replicas) {
        PodTemplateSpec template = deployment.getSpec().getTemplate();
        Integer collisions =
                deployment.getStatus() == null ? null : deployment.getStatus().getCollisionCount();
        String hash = TemplateHash.of(template, collisions);
        PodTemplateSpec labelled = new PodTemplateSpecBuilder(template)
                .editOrNewMetadata()
                .addToLabels(HASH, hash)
                .endMetadata()
                .build();
        return new ReplicaSetBuilder()
                .withNewMetadata()
                .withName(deployment.getMetadata().getName() + "-" + hash)
                .withNamespace(deployment.getMetadata().getNamespace())
                .withLabels(labelled.getMetadata().getLabels())
                .withAnnotations(annotations(deployment, revision()))
                .withOwnerReferences(OwnerReferences.controlledBy(deployment))
                .endMetadata()
                .withNewSpec()
                .withReplicas(replicas)
                .withMinReadySeconds(deployment.getSpec().getMinReadySeconds())
                .withSelector(new LabelSelectorBuilder(deployment.getSpec().getSelector())
                        .addToMatchLabels(HASH, hash)
                        .build())
                .withTemplate(labelled)
                .endSpec()
                .build();
    }

    /** Returns a ReplicaSet with the number of replicas and the annotations that go with it. */
    static ReplicaSet scaled(ReplicaSet set, Deployment deployment, int replicas) {
        return new ReplicaSetBuilder(set)
                .editMetadata()
                .addToAnnotations(sizes(deployment))
                .endMetadata()
                .editSpec()
                .withReplicas(replicas)
                .endSpec()
                .build();
    }

    /** Returns the current ReplicaSet as the Deployment wants it noted: revision, annotations, minReadySeconds. */
    static ReplicaSet noted(ReplicaSet set, Deployment deployment, long revision) {
        return new ReplicaSetBuilder(set)
                .editMetadata()
                .addToAnnotations(copied(deployment))
                .addToAnnotations(REVISION, Long.toString(revision))
                .endMetadata()
                .editSpec()
                .withMinReadySeconds(deployment.getSpec().getMinReadySeconds())
                .endSpec()
                .build();
    }

    static int replicas(Deployment deployment) {
        return deployment.getSpec().getReplicas() == null
                ? 1
                : deployment.getSpec().getReplicas();
    }

    static Map<String, String> annotations(HasMetadata object) {
        return Optional.ofNullable(object.getMetadata().getAnnotations()).orElse(Map.of());
    }

    private static Map<String, String> annotations(Deployment deployment, long revision) {
        Map<String, String> annotations = new HashMap<>(copied(deployment));
        annotations.putAll(sizes(deployment));
        annotations.put(REVISION, Long.toString(revision));
        return annotations;
    }

    private static Map<String, String> copied(Deployment deployment) {
        Map<String, String> copied = new HashMap<>(annotations(deployment));
        copied.keySet().removeAll(NOT_COPIED);
        return copied;
    }

    private static Map<String, String> sizes(Deployment deployment) {
        int replicas = replicas(deployment);
        return Map.of(
                DESIRED, Integer.toString(replicas),
                MAXIMUM,
                        Integer.toString(
                                replicas + RollingUpdateLimits.of(deployment).surge()));
    }

    /** Compares without copying what pods are made of: this is asked at each change of each Deployment. */
    private static boolean sameTemplate(PodTemplateSpec wanted, PodTemplateSpec present) {
        return Objects.equals(wanted.getSpec(), present.getSpec())
                && withoutHash(wanted).equals(withoutHash(present))
                && wanted.getAdditionalProperties().equals(present.getAdditionalProperties());
    }

    private static ObjectMeta withoutHash(PodTemplateSpec template) {
        ObjectMeta meta = template.getMetadata() == null ? new ObjectMeta() : template.getMetadata();
        return new ObjectMetaBuilder(meta).removeFromLabels(HASH).build();
    }
}
