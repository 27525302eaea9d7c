// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.housekeeping;

import dev.spurline.embedded.internal.client.ObjectName;
import dev.spurline.embedded.internal.controllers.runtime.ControllerContext;
import dev.spurline.embedded.internal.controllers.runtime.ObjectStore;
import dev.spurline.embedded.internal.controllers.runtime.OwnerReferences;
import dev.spurline.embedded.internal.controllers.runtime.PodLifecycle;
import dev.spurline.embedded.internal.controllers.runtime.WorkQueue;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimVolumeSource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Lets a deleted claim go when no pod that has not ended names it.
 *
 * <p>Source: {@code pkg/controller/volume/pvcprotection/pvc_protection_controller.go}.
 */
public final class ClaimProtection {

    private static final String FINALIZER = "kubernetes.io/pvc-protection";

    private final ControllerContext context;
    private final ObjectStore<PersistentVolumeClaim> claims;
    private final ObjectStore<Pod> pods;

    /** Begins to watch all claims and pods. */
    public ClaimProtection(ControllerContext context) {
        this.context = context;
        claims = context.store(PersistentVolumeClaim.class);
        pods = context.store(Pod.class);
        WorkQueue<ObjectName> queue = context.queue("claim", this::release);
        claims.listen(change -> queue.add(ObjectName.of(change.latest())));
        pods.listen(change -> claims(change.latest()).forEach(queue::add));
    }

    /** Returns the claims that a pod names, or that are made for it. */
    static Stream<ObjectName> claims(Pod pod) {
        return pod.getSpec().getVolumes().stream()
                .map(volume -> claim(pod, volume))
                .flatMap(Optional::stream)
                .map(name -> new ObjectName(pod.getMetadata().getNamespace(), name));
    }

    private static Optional<String> claim(Pod pod, Volume volume) {
        return volume.getEphemeral() != null
                ? Optional.of(EphemeralClaims.name(pod, volume))
                : Optional.ofNullable(volume.getPersistentVolumeClaim())
                        .map(PersistentVolumeClaimVolumeSource::getClaimName);
    }

    private void release(ObjectName name) {
        claims.get(name.namespace(), name.name())
                .filter(claim -> OwnerReferences.deleting(claim)
                        && claim.getMetadata().getFinalizers().contains(FINALIZER)
                        && !isUsed(name))
                .ifPresent(this::release);
    }

    private void release(PersistentVolumeClaim claim) {
        List<String> others = new ArrayList<>(claim.getMetadata().getFinalizers());
        others.remove(FINALIZER);
        context.writer()
                .mergeIfPresent(
                        claim,
                        Map.of(
                                "metadata",
                                Map.of(
                                        "finalizers",
                                        others,
                                        "resourceVersion",
                                        claim.getMetadata().getResourceVersion())));
    }

    private boolean isUsed(ObjectName name) {
        return pods.inNamespace(name.namespace()).stream()
                .anyMatch(pod -> !PodLifecycle.finished(pod) && claims(pod).anyMatch(name::equals));
    }
}
