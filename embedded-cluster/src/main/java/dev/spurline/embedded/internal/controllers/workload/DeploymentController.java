// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.workload;

import dev.spurline.embedded.internal.client.ApiRefusals;
import dev.spurline.embedded.internal.client.ApiTimes;
import dev.spurline.embedded.internal.client.ObjectName;
import dev.spurline.embedded.internal.client.Selectors;
import dev.spurline.embedded.internal.controllers.runtime.ControllerClaims;
import dev.spurline.embedded.internal.controllers.runtime.ControllerContext;
import dev.spurline.embedded.internal.controllers.runtime.DeletionMode;
import dev.spurline.embedded.internal.controllers.runtime.ObjectChange;
import dev.spurline.embedded.internal.controllers.runtime.ObjectStore;
import dev.spurline.embedded.internal.controllers.runtime.OwnerReferences;
import dev.spurline.embedded.internal.controllers.runtime.PodLifecycle;
import dev.spurline.embedded.internal.controllers.runtime.WorkQueue;
import dev.spurline.embedded.internal.controllers.workload.DeploymentRollout.Step;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Keeps the ReplicaSets of each Deployment as its rollout wants them.
 *
 * <p>Source: {@code pkg/controller/deployment/deployment_controller.go}.
 */
public final class DeploymentController {

    private static final String COMPONENT = "deployment-controller";

    private final ControllerContext context;
    private final ObjectStore<Deployment> deployments;
    private final ObjectStore<ReplicaSet> sets;
    private final ObjectStore<Pod> pods;
    private final ControllerClaims claims;
    private final WorkQueue<ObjectName> queue;

    /** Begins to work on all Deployments. */
    public DeploymentController(ControllerContext context) {
        this.context = context;
        deployments = context.store(Deployment.class);
        sets = context.store(ReplicaSet.class);
        pods = context.store(Pod.class);
        claims = new ControllerClaims(context.writer());
        queue = context.queue("Deployment", this::reconcile);
        deployments.listen(change -> queue.add(ObjectName.of(change.latest())));
        sets.listen(this::setChanged);
        pods.listen(this::podChanged);
    }

    private void setChanged(ObjectChange<ReplicaSet> change) {
        Stream.of(change.before(), change.after())
                .filter(Objects::nonNull)
                .flatMap(set -> OwnerReferences.controller(set).stream())
                .flatMap(owner -> deployments.byUid(owner.getUid()).stream())
                .map(ObjectName::of)
                .distinct()
                .forEach(queue::add);
        if (!change.gone() && ControllerClaims.free(change.latest())) {
            deployments.inNamespace(change.latest().getMetadata().getNamespace()).stream()
                    .filter(deployment -> Selectors.selects(
                            deployment.getSpec().getSelector(),
                            change.latest().getMetadata().getLabels()))
                    .forEach(deployment -> queue.add(ObjectName.of(deployment)));
        }
    }

    /** Only a Recreate waits for pods themselves: it starts new ones when the last old one has ended. */
    private void podChanged(ObjectChange<Pod> change) {
        if (change.gone() || PodLifecycle.finished(change.latest())) {
            OwnerReferences.controller(change.latest())
                    .flatMap(owner -> sets.byUid(owner.getUid()))
                    .flatMap(OwnerReferences::controller)
                    .flatMap(owner -> deployments.byUid(owner.getUid()))
                    .filter(deployment -> !RollingUpdateLimits.rolls(deployment))
                    .ifPresent(deployment -> queue.add(ObjectName.of(deployment)));
        }
    }

    private void reconcile(ObjectName name) {
        deployments.get(name.namespace(), name.name()).ifPresent(this::reconcile);
    }

    private void reconcile(Deployment deployment) {
        if (Selectors.selectsAll(deployment.getSpec().getSelector())) {
            context.events()
                    .warning(
                            COMPONENT,
                            deployment,
                            "SelectingAll",
                            "This deployment is selecting all pods. A non-empty selector is required.");
            return;
        }
        DeploymentReplicaSets generation = DeploymentReplicaSets.of(
                deployment, claims.of(deployment, deployment.getSpec().getSelector(), sets));
        if (OwnerReferences.deleting(deployment)) {
            writeStatus(deployment, generation, DeploymentProgress.of(deployment, generation, Instant.now()));
            return;
        }
        Deployment noted = carryOut(deployment, generation);
        DeploymentReplicaSets after = DeploymentReplicaSets.of(noted, current(deployment));
        DeploymentStatus status = DeploymentProgress.of(noted, after, Instant.now());
        writeStatus(deployment, after, status);
        if (DeploymentProgress.complete(deployment, status)) {
            DeploymentRollout.forget(deployment, after).forEach(step -> carryOut(step, deployment));
        }
        DeploymentProgress.deadline(deployment, status)
                .ifPresent(then -> queue.addAfter(ObjectName.of(deployment), ApiTimes.until(then, Instant.now())));
    }

    private List<ReplicaSet> current(Deployment deployment) {
        return sets.controlledBy(deployment.getMetadata().getUid()).stream()
                .filter(set -> !OwnerReferences.deleting(set))
                .toList();
    }

    private Deployment carryOut(Deployment deployment, DeploymentReplicaSets generation) {
        Deployment noted = PausedCondition.noted(deployment, Instant.now());
        for (Step step : DeploymentRollout.decide(deployment, generation, oldPodsRun(generation))) {
            noted = carryOut(step, noted);
        }
        return noted;
    }

    private Deployment carryOut(Step step, Deployment deployment) {
        if (step instanceof Step.Create create) {
            return create(deployment, create.set());
        } else if (step instanceof Step.Scale scale) {
            scale(deployment, scale);
        } else if (step instanceof Step.Annotate note) {
            context.writer().update(note.set());
            return found(deployment, note.set());
        } else if (step instanceof Step.Delete forget) {
            context.writer().delete(forget.set(), DeletionMode.BACKGROUND);
        }
        return deployment;
    }

    private Deployment create(Deployment deployment, ReplicaSet set) {
        String name = set.getMetadata().getName();
        try {
            context.writer().create(set);
        } catch (KubernetesClientException refused) {
            return refused(deployment, set, refused);
        }
        if (set.getSpec().getReplicas() > 0) {
            scaled(deployment, name, 0, set.getSpec().getReplicas());
        }
        return noting(deployment, "True", "NewReplicaSetCreated", "Created new replica set \"" + name + "\"");
    }

    private Deployment found(Deployment deployment, ReplicaSet set) {
        boolean silent = deployment.getStatus() != null
                && new DeploymentConditions(deployment.getStatus().getConditions())
                        .get("Progressing")
                        .isPresent();
        return silent
                ? deployment
                : noting(
                        deployment,
                        "True",
                        "FoundNewReplicaSet",
                        "Found new replica set \"" + set.getMetadata().getName() + "\"");
    }

    private Deployment refused(Deployment deployment, ReplicaSet set, KubernetesClientException refused) {
        if (ApiRefusals.namespaceTerminating(refused)) {
            return deployment;
        }
        if (ApiRefusals.alreadyExists(refused)) {
            return new DeploymentBuilder(deployment)
                    .withStatus(collided(deployment))
                    .build();
        }
        String message = "Failed to create new replica set \"%s\": %s"
                .formatted(set.getMetadata().getName(), ApiRefusals.message(refused));
        context.events().warning(COMPONENT, deployment, "ReplicaSetCreateError", message);
        Deployment noted = noting(deployment, "False", "ReplicaSetCreateError", message);
        writeStatus(deployment, new DeploymentReplicaSets(Optional.empty(), current(deployment)), noted.getStatus());
        throw refused;
    }

    /** Another ReplicaSet has the name: the next one is derived with a higher count. */
    private static DeploymentStatus collided(Deployment deployment) {
        DeploymentStatus status = deployment.getStatus() == null ? new DeploymentStatus() : deployment.getStatus();
        return new DeploymentStatusBuilder(status)
                .withCollisionCount(ReplicaCounts.orZero(status.getCollisionCount()) + 1)
                .build();
    }

    private void scale(Deployment deployment, Step.Scale scale) {
        ReplicaSet set = scale.set();
        context.writer().update(DeploymentReplicaSets.scaled(set, deployment, scale.replicas()));
        if (scale.replicas() != ReplicaCounts.wanted(set)) {
            scaled(deployment, set.getMetadata().getName(), ReplicaCounts.wanted(set), scale.replicas());
        }
    }

    private void scaled(Deployment deployment, String set, int from, int to) {
        String message = "Scaled %s replica set %s from %d to %d".formatted(to > from ? "up" : "down", set, from, to);
        context.events().normal(COMPONENT, deployment, "ScalingReplicaSet", message);
    }

    private boolean oldPodsRun(DeploymentReplicaSets generation) {
        return generation.old().stream()
                .flatMap(set -> pods.controlledBy(set.getMetadata().getUid()).stream())
                .anyMatch(pod -> !PodLifecycle.finished(pod));
    }

    private static Deployment noting(Deployment deployment, String status, String reason, String message) {
        return new DeploymentBuilder(deployment)
                .withStatus(DeploymentProgress.noting(deployment, status, reason, message, Instant.now()))
                .build();
    }

    private void writeStatus(Deployment deployment, DeploymentReplicaSets generation, DeploymentStatus status) {
        String revision = generation
                .current()
                .map(set -> DeploymentReplicaSets.annotations(set).get(DeploymentReplicaSets.REVISION))
                .orElse(DeploymentReplicaSets.annotations(deployment).get(DeploymentReplicaSets.REVISION));
        boolean same = Objects.equals(
                revision, DeploymentReplicaSets.annotations(deployment).get(DeploymentReplicaSets.REVISION));
        if (same && status.equals(deployment.getStatus())) {
            return;
        }
        Deployment written = context.writer()
                .updateStatus(new DeploymentBuilder(deployment)
                        .editMetadata()
                        .addToAnnotations(
                                revision == null ? Map.of() : Map.of(DeploymentReplicaSets.REVISION, revision))
                        .endMetadata()
                        .withStatus(status)
                        .build());
        if (!Objects.equals(revision, DeploymentReplicaSets.annotations(written).get(DeploymentReplicaSets.REVISION))) {
            context.writer()
                    .merge(
                            written,
                            Map.of(
                                    "metadata",
                                    Map.of("annotations", Map.of(DeploymentReplicaSets.REVISION, revision))));
        }
    }
}
