// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.housekeeping;

import dev.spurline.embedded.internal.client.ApiRefusals;
import dev.spurline.embedded.internal.client.ObjectName;
import dev.spurline.embedded.internal.controllers.runtime.ControllerContext;
import dev.spurline.embedded.internal.controllers.runtime.ObjectStore;
import dev.spurline.embedded.internal.controllers.runtime.OwnerReferences;
import dev.spurline.embedded.internal.controllers.runtime.PodLifecycle;
import dev.spurline.embedded.internal.controllers.runtime.WorkQueue;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimTemplate;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;

/**
 * Makes the claims of generic ephemeral volumes: they belong to the pod, and go with it.
 *
 * <p>Source: {@code pkg/controller/volume/ephemeral/controller.go}.
 */
public final class EphemeralClaims {

    private final ControllerContext context;
    private final ObjectStore<PersistentVolumeClaim> claims;
    private final ObjectStore<Pod> pods;

    /** Begins to watch all pods. */
    public EphemeralClaims(ControllerContext context) {
        this.context = context;
        claims = context.store(PersistentVolumeClaim.class);
        pods = context.store(Pod.class);
        WorkQueue<ObjectName> queue = context.queue("ephemeral-volume", this::reconcile);
        pods.listen(change -> {
            if (change.latest().getSpec().getVolumes().stream().anyMatch(volume -> volume.getEphemeral() != null)) {
                queue.add(ObjectName.of(change.latest()));
            }
        });
    }

    /** Returns the name of the claim that is made for a volume. */
    public static String name(Pod pod, Volume volume) {
        return pod.getMetadata().getName() + "-" + volume.getName();
    }

    private void reconcile(ObjectName name) {
        pods.get(name.namespace(), name.name())
                .filter(pod -> !OwnerReferences.deleting(pod) && !PodLifecycle.finished(pod))
                .ifPresent(pod -> pod.getSpec().getVolumes().stream()
                        .filter(volume -> volume.getEphemeral() != null)
                        .filter(volume ->
                                claims.get(name.namespace(), name(pod, volume)).isEmpty())
                        .forEach(volume -> create(pod, volume)));
    }

    private void create(Pod pod, Volume volume) {
        PersistentVolumeClaimTemplate template = volume.getEphemeral().getVolumeClaimTemplate();
        ObjectMeta stated = Optional.ofNullable(template.getMetadata()).orElseGet(ObjectMeta::new);
        ObjectMeta metadata = new ObjectMetaBuilder()
                .withName(name(pod, volume))
                .withNamespace(pod.getMetadata().getNamespace())
                .withLabels(stated.getLabels())
                .withAnnotations(stated.getAnnotations())
                .withOwnerReferences(OwnerReferences.controlledBy(pod))
                .build();
        try {
            context.writer()
                    .create(new PersistentVolumeClaimBuilder()
                            .withMetadata(metadata)
                            .withSpec(template.getSpec())
                            .build());
        } catch (KubernetesClientException refused) {
            if (!ApiRefusals.alreadyExists(refused) && !ApiRefusals.namespaceTerminating(refused)) {
                throw refused;
            }
        }
    }
}
