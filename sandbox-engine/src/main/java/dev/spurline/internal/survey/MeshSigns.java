// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.survey;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Tells from pods and namespace which mesh they belong to. */
public final class MeshSigns {

    private static final String ISTIO_STATUS = "sidecar.istio.io/status";
    private static final String LINKERD_VERSION = "linkerd.io/proxy-version";
    private static final String ENVOY = "envoy";
    private static final String AMBIENT = "ambient";
    private static final Set<String> PROXIES = Set.of("istio-proxy", "linkerd-proxy");

    private MeshSigns() {}

    /** Returns the mesh that most likely decides about the requests between these pods. */
    public static ServiceMesh read(Optional<Namespace> namespace, Collection<Pod> pods) {
        if (pods.stream().anyMatch(MeshSigns::istioSidecar)) {
            return ServiceMesh.ISTIO;
        }
        if (pods.stream().anyMatch(MeshSigns::linkerdProxy)) {
            return ServiceMesh.LINKERD;
        }
        Map<String, String> labels =
                namespace.map(found -> found.getMetadata().getLabels()).orElse(Map.of());
        if (AMBIENT.equals(labels.get("istio.io/dataplane-mode"))
                || pods.stream().anyMatch(pod -> AMBIENT.equals(label(pod, "istio.io/dataplane-mode")))) {
            return ServiceMesh.ISTIO_AMBIENT;
        }
        return ServiceMesh.NONE;
    }

    /** Returns whether a namespace wants a mesh to give its pods proxies. */
    public static boolean asksForProxies(ServiceMesh mesh, Namespace namespace) {
        Map<String, String> labels = ObjectLabels.labels(namespace);
        Map<String, String> annotations = ObjectLabels.annotations(namespace);
        return mesh == ServiceMesh.LINKERD
                ? Set.of("enabled", "ingress").contains(annotations.getOrDefault("linkerd.io/inject", ""))
                : labels.getOrDefault("istio-injection", labels.containsKey("istio.io/rev") ? "enabled" : "")
                        .equals("enabled");
    }

    /** Returns whether a pod has a proxy of a mesh that puts one beside the containers. */
    public static boolean proxied(ServiceMesh mesh, Pod pod) {
        return mesh == ServiceMesh.LINKERD ? linkerdProxy(pod) : istioSidecar(pod);
    }

    /** Returns whether a pod has a proxy beside its containers. */
    public static boolean meshed(Pod pod) {
        return istioSidecar(pod) || linkerdProxy(pod);
    }

    /** Returns whether a pod has Istio's sidecar. Pods of gateways and waypoints are a proxy, and have none beside them. */
    public static boolean istioSidecar(Pod pod) {
        boolean injected =
                annotations(pod).containsKey(ISTIO_STATUS) || containers(pod).anyMatch("istio-proxy"::equals);
        return injected && !proxyAlone(pod);
    }

    /** Returns whether a pod is a proxy and nothing else, as those of gateways and waypoints. */
    public static boolean proxyAlone(Pod pod) {
        List<Container> containers = pod.getSpec().getContainers();
        return !containers.isEmpty() && containers.stream().allMatch(MeshSigns::isProxy);
    }

    /** Returns whether a pod has Linkerd's proxy. */
    public static boolean linkerdProxy(Pod pod) {
        return annotations(pod).containsKey(LINKERD_VERSION) || containers(pod).anyMatch("linkerd-proxy"::equals);
    }

    /** Returns whether a pod seems to have an Envoy that is no mesh's: a container with that word in its name or image. */
    public static boolean envoy(Pod pod) {
        return all(pod).anyMatch(container -> container.getName().contains(ENVOY)
                || Objects.requireNonNullElse(container.getImage(), "").contains(ENVOY));
    }

    /** Returns whether a container is a mesh's proxy. */
    public static boolean isProxy(Container container) {
        return PROXIES.contains(container.getName());
    }

    /** Returns the container of a pod's proxy; empty: the pod has none, or its proxy is no container of its own. */
    public static Optional<Container> proxyContainer(Pod pod) {
        return all(pod).filter(MeshSigns::isProxy).findFirst();
    }

    /** Returns whether a pod's proxy can be spoken to; of one that is no container of its own, the pod's address tells. */
    public static boolean proxyUp(Pod pod) {
        PodStatus status = pod.getStatus();
        return status != null
                && status.getPodIP() != null
                && containers(pod).filter(PROXIES::contains).allMatch(name -> ready(status, name));
    }

    private static boolean ready(PodStatus status, String container) {
        return Stream.concat(status.getContainerStatuses().stream(), status.getInitContainerStatuses().stream())
                .anyMatch(found -> found.getName().equals(container) && Boolean.TRUE.equals(found.getReady()));
    }

    // Native sidecars are init containers that never end.
    private static Stream<Container> all(Pod pod) {
        return Stream.concat(pod.getSpec().getContainers().stream(), pod.getSpec().getInitContainers().stream());
    }

    private static Stream<String> containers(Pod pod) {
        return all(pod).map(Container::getName);
    }

    private static Map<String, String> annotations(Pod pod) {
        Map<String, String> annotations = pod.getMetadata().getAnnotations();
        return annotations == null ? Map.of() : annotations;
    }

    private static String label(Pod pod, String name) {
        Map<String, String> labels = pod.getMetadata().getLabels();
        return labels == null ? "" : labels.getOrDefault(name, "");
    }
}
