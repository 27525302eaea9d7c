// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.housekeeping;

import dev.spurline.embedded.internal.client.ApiRefusals;
import dev.spurline.embedded.internal.client.ObjectName;
import dev.spurline.embedded.internal.controllers.runtime.ControllerContext;
import dev.spurline.embedded.internal.controllers.runtime.DeletionMode;
import dev.spurline.embedded.internal.controllers.runtime.ObjectStore;
import dev.spurline.embedded.internal.controllers.runtime.OwnerReferences;
import dev.spurline.embedded.internal.controllers.runtime.PodLifecycle;
import dev.spurline.embedded.internal.controllers.runtime.WorkQueue;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Gives a claim a volume once a pod that names it has a node, as a provisioner of local directories does whose storage class
 * waits for the first consumer. Until then it says what a real controller says that has no provisioner.
 *
 * <p>Source: {@code pkg/controller/volume/persistentvolume/pv_controller.go}.
 */
public final class ClaimBinding {

    private static final String COMPONENT = "persistentvolume-controller";
    private static final String PREFIX = "pvc-";

    private final ControllerContext context;
    private final ObjectStore<PersistentVolumeClaim> claims;
    private final ObjectStore<StorageClass> classes;
    private final ObjectStore<Pod> pods;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /** Begins to watch all claims and pods. */
    public ClaimBinding(ControllerContext context) {
        this.context = context;
        claims = context.store(PersistentVolumeClaim.class);
        classes = context.store(StorageClass.class);
        pods = context.store(Pod.class);
        WorkQueue<ObjectName> waiting = context.queue("claim-binding", this::reconcile);
        WorkQueue<ObjectName> abandoned = context.queue("volume", this::remove);
        claims.listen(change -> {
            String volume = change.latest().getSpec().getVolumeName();
            if (!change.gone()) {
                waiting.add(ObjectName.of(change.latest()));
            } else if (volume != null && volume.startsWith(PREFIX)) {
                abandoned.add(new ObjectName("", volume));
            }
        });
        pods.listen(change -> {
            if (!change.gone() && PodLifecycle.bound(change.latest())) {
                ClaimProtection.claims(change.latest()).forEach(waiting::add);
            }
        });
    }

    private void reconcile(ObjectName name) {
        claims.get(name.namespace(), name.name())
                .filter(claim -> !OwnerReferences.deleting(claim) && !isBound(claim))
                .ifPresent(claim -> {
                    if (isConsumed(name)) {
                        bind(claim);
                    } else if (told.add(claim.getMetadata().getUid())) {
                        explain(claim);
                    }
                });
    }

    private static boolean isBound(PersistentVolumeClaim claim) {
        return claim.getStatus() != null && "Bound".equals(claim.getStatus().getPhase());
    }

    private boolean isConsumed(ObjectName name) {
        return pods.inNamespace(name.namespace()).stream()
                .anyMatch(pod -> PodLifecycle.bound(pod)
                        && !PodLifecycle.finished(pod)
                        && ClaimProtection.claims(pod).anyMatch(name::equals));
    }

    private void bind(PersistentVolumeClaim claim) {
        PersistentVolume volume = volumeFor(claim);
        String name = volume.getMetadata().getName();
        create(volume);
        context.writer().mergeStatus(volume, Map.of("phase", "Bound"));
        context.writer()
                .mergeIfPresent(
                        claim,
                        Map.of(
                                "metadata",
                                Map.of(
                                        "annotations",
                                        Map.of(
                                                "pv.kubernetes.io/bind-completed", "yes",
                                                "pv.kubernetes.io/bound-by-controller", "yes")),
                                "spec",
                                Map.of("volumeName", name)));
        context.writer()
                .mergeStatus(
                        claim,
                        Map.of(
                                "phase",
                                "Bound",
                                "accessModes",
                                claim.getSpec().getAccessModes(),
                                "capacity",
                                claim.getSpec().getResources().getRequests()));
    }

    /** An attempt that broke off half-way may have made it already. */
    private void create(PersistentVolume volume) {
        try {
            context.writer().create(volume);
        } catch (KubernetesClientException refused) {
            if (!ApiRefusals.alreadyExists(refused)) {
                throw refused;
            }
        }
    }

    /** The path is where the node keeps it, below the directory that it has for the time it lives. */
    private static PersistentVolume volumeFor(PersistentVolumeClaim claim) {
        String uid = claim.getMetadata().getUid();
        return new PersistentVolumeBuilder()
                .withNewMetadata()
                .withName(PREFIX + uid)
                .endMetadata()
                .withNewSpec()
                .withAccessModes(claim.getSpec().getAccessModes())
                .withCapacity(claim.getSpec().getResources().getRequests())
                .withPersistentVolumeReclaimPolicy("Delete")
                .withStorageClassName(claim.getSpec().getStorageClassName())
                .withVolumeMode(claim.getSpec().getVolumeMode())
                .withNewHostPath("/claims/" + uid, "DirectoryOrCreate")
                .withNewClaimRef()
                .withApiVersion("v1")
                .withKind("PersistentVolumeClaim")
                .withNamespace(claim.getMetadata().getNamespace())
                .withName(claim.getMetadata().getName())
                .withUid(uid)
                .withResourceVersion(claim.getMetadata().getResourceVersion())
                .endClaimRef()
                .endSpec()
                .build();
    }

    private void explain(PersistentVolumeClaim claim) {
        String name = claim.getSpec().getStorageClassName();
        if (name == null || name.isEmpty()) {
            String message = "no persistent volumes available for this claim and no storage class is set";
            context.events().normal(COMPONENT, claim, "FailedBinding", message);
            return;
        }
        List<StorageClass> found = classes.all()
                .filter(each -> each.getMetadata().getName().equals(name))
                .toList();
        if (found.isEmpty()) {
            String message = "storageclass.storage.k8s.io \"%s\" not found".formatted(name);
            context.events().warning(COMPONENT, claim, "ProvisioningFailed", message);
        } else {
            String message = "waiting for first consumer to be created before binding";
            context.events().normal(COMPONENT, claim, "WaitForFirstConsumer", message);
        }
    }

    private void remove(ObjectName volume) {
        context.writer()
                .delete(
                        new PersistentVolumeBuilder()
                                .withNewMetadata()
                                .withName(volume.name())
                                .endMetadata()
                                .build(),
                        DeletionMode.DEFAULT);
    }
}
