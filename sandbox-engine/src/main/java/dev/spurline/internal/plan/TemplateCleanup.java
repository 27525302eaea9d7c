// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import dev.spurline.ForkSpec;
import dev.spurline.PreflightException;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.EmptyDirVolumeSource;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Takes out of a copied template what must not run twice. */
final class TemplateCleanup {

    /** Left by kubectl, by injection, by GitOps: true of the baseline, untrue of a copy. */
    private static final List<String> LEFTOVERS = List.of(
            "kubectl.kubernetes.io/restartedAt",
            "kubectl.kubernetes.io/last-applied-configuration",
            "deployment.kubernetes.io/revision",
            "linkerd.io/created-by",
            "linkerd.io/proxy-version",
            "linkerd.io/trust-root-sha256",
            "argocd.argoproj.io/tracking-id",
            "kustomize.toolkit.fluxcd.io/checksum",
            "rollout.argoproj.io/revision");

    private static final String INJECTED = "sidecar.istio.io/status";
    private static final Set<String> ISTIO_VOLUMES = Set.of(
            "workload-socket",
            "credential-socket",
            "workload-certs",
            "istio-envoy",
            "istio-data",
            "istio-podinfo",
            "istio-token",
            "istiod-ca-cert",
            "istio-ca-crl");

    private final ForkDraft draft;
    private final boolean injection;

    /**
     * Prepares for one fork.
     *
     * @param injection whether the namespace injects sidecars by itself
     */
    TemplateCleanup(ForkDraft draft, boolean injection) {
        this.draft = draft;
        this.injection = injection;
    }

    void apply() {
        refuseHostNetwork();
        removeLeftovers();
        removeInjected();
        removeHostPorts();
        removeOverlaidVolumes();
        cleanVolumes();
        addEmptyVolumesOfClaims();
    }

    private void refuseHostNetwork() {
        if (Boolean.TRUE.equals(draft.pod().getHostNetwork())) {
            throw new PreflightException(
                    "Workload [%s] uses the node's network (hostNetwork): it has no proxy that could tell requests apart, and its ports are taken by the baseline. It cannot be forked: put what you change into a workload without hostNetwork"
                            .formatted(draft.spec().workload()));
        }
    }

    private void removeLeftovers() {
        Map<String, String> annotations = draft.annotations();
        LEFTOVERS.stream()
                .filter(annotations.keySet()::remove)
                .forEach(name -> draft.noteChange(
                        "annotation %s dropped, because it tells something about the baseline's pods".formatted(name)));
        draft.template().getMetadata().setAnnotations(annotations);
        if (draft.labels().containsKey(ForeignSelector.ROLLOUT_HASH)
                || draft.labels().containsKey("pod-template-hash")) {
            draft.labels().remove("pod-template-hash");
            draft.labels().remove(ForeignSelector.ROLLOUT_HASH);
            draft.noteChange("hash labels dropped, because they are the controller's");
        }
    }

    /** A container named istio-proxy is somebody's wish to configure it, unless the injector left its mark. */
    private void removeInjected() {
        Map<String, String> annotations = draft.annotations();
        if (!annotations.containsKey(INJECTED)) {
            return;
        }
        if (!injection) {
            draft.warn("its template holds an injected sidecar, which is kept because the namespace injects none");
            return;
        }
        annotations.remove(INJECTED);
        draft.template().getMetadata().setAnnotations(annotations);
        Predicate<Container> proxy = container -> ProxyContainers.NAMES.contains(container.getName());
        draft.pod().getContainers().removeIf(proxy);
        draft.pod().getInitContainers().removeIf(proxy);
        draft.pod().getVolumes().removeIf(volume -> ISTIO_VOLUMES.contains(volume.getName()));
        draft.noteChange("injected sidecar dropped, because the namespace injects a new one");
    }

    private void removeHostPorts() {
        containers()
                .forEach(container -> container.getPorts().stream()
                        .filter(port -> port.getHostPort() != null)
                        .forEach(port -> drop(container, port)));
    }

    private Stream<Container> containers() {
        return Stream.concat(draft.pod().getContainers().stream(), draft.pod().getInitContainers().stream());
    }

    private void drop(Container container, ContainerPort port) {
        draft.noteChange("hostPort %d of container %s removed, because the baseline holds it on its node"
                .formatted(port.getHostPort(), container.getName()));
        port.setHostPort(null);
        port.setHostIP(null);
    }

    /** Claims take the place of volumes of their names: updateStorage in pkg/controller/statefulset of Kubernetes. */
    private void removeOverlaidVolumes() {
        draft.baseline().claims().stream()
                .map(claim -> claim.getMetadata().getName())
                .forEach(name -> draft.pod()
                        .getVolumes()
                        .removeIf(volume -> volume.getName().equals(name)));
    }

    private void cleanVolumes() {
        List<Volume> volumes = new ArrayList<>();
        for (Volume volume : draft.pod().getVolumes()) {
            volumes.add(volume.getPersistentVolumeClaim() == null ? volume : withoutClaim(volume));
            if (volume.getHostPath() != null) {
                draft.warn("it shares the path [%s] of its node with the baseline"
                        .formatted(volume.getHostPath().getPath()));
            }
        }
        draft.pod().setVolumes(volumes);
    }

    /** What nobody in the pod can write to, a fork may read with its baseline. */
    private Volume withoutClaim(Volume volume) {
        if (!onlyRead(volume)) {
            return empty(volume.getName());
        }
        draft.warn(
                "it reads claim [%s] with the baseline (volume [%s]): its pod may wait for it, unless the claim's volume can be mounted on several nodes"
                        .formatted(volume.getPersistentVolumeClaim().getClaimName(), volume.getName()));
        return volume;
    }

    private boolean onlyRead(Volume volume) {
        List<VolumeMount> mounts = containers()
                .flatMap(container -> container.getVolumeMounts().stream())
                .filter(mount -> mount.getName().equals(volume.getName()))
                .toList();
        boolean device = containers()
                .flatMap(container -> container.getVolumeDevices().stream())
                .anyMatch(used -> used.getName().equals(volume.getName()));
        return Boolean.TRUE.equals(volume.getPersistentVolumeClaim().getReadOnly())
                || (!device
                        && !mounts.isEmpty()
                        && mounts.stream().allMatch(mount -> Boolean.TRUE.equals(mount.getReadOnly())));
    }

    private void addEmptyVolumesOfClaims() {
        for (PersistentVolumeClaim claim : draft.baseline().claims()) {
            draft.pod().getVolumes().add(empty(claim.getMetadata().getName()));
        }
    }

    private Volume empty(String name) {
        if (draft.spec().volumes() != ForkSpec.Volumes.EMPTY) {
            throw new PreflightException(
                    "Workload [%s] keeps data in a persistent volume claim (volume [%s]), which a fork must not share: let it start with an empty one by volumes = EMPTY"
                            .formatted(draft.spec().workload(), name));
        }
        refuseDevice(name);
        draft.noteChange(
                "volume %s is an empty directory instead of a claim, because the fork asks for it".formatted(name));
        return new VolumeBuilder()
                .withName(name)
                .withEmptyDir(new EmptyDirVolumeSource())
                .build();
    }

    private void refuseDevice(String volume) {
        containers()
                .filter(container -> container.getVolumeDevices().stream()
                        .anyMatch(device -> device.getName().equals(volume)))
                .findFirst()
                .ifPresent(container -> {
                    throw new PreflightException(
                            "Workload [%s] uses a persistent volume claim as a block device (volume [%s], container [%s]), which an empty directory cannot be: take it out of volumeDevices with patch"
                                    .formatted(draft.spec().workload(), volume, container.getName()));
                });
    }
}
