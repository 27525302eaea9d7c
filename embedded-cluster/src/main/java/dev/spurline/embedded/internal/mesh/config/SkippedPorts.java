// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import dev.spurline.cluster.ClusterSpec.Mesh;
import dev.spurline.cluster.internal.istio.IstioCapture;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import java.util.Optional;

/** At which ports of a pod, and of what it calls, its proxy is left out. */
public interface SkippedPorts {

    /** Where there are none. */
    SkippedPorts NONE = new LinkerdSkippedPorts("", "", "", Map.of());

    /**
     * Reads what holds for a pod.
     *
     * @param annotations the pod's, with those that it has from its namespace
     */
    static SkippedPorts of(Pod pod, Map<String, String> annotations, Mesh mesh) {
        return switch (mesh) {
            case ISTIO ->
                new IstioSkippedPorts(
                        new IstioCapture(setting -> Optional.ofNullable(annotations.get(setting.annotation()))));
            case LINKERD -> LinkerdSkippedPorts.of(pod, annotations);
            default -> NONE;
        };
    }

    /** Returns whether what the pod sends to a port of a Service with an address goes around its proxy. */
    boolean skipsOutbound(int port, String address);

    /** Returns whether the pod's proxy sees no requests of those that come in on a port of the pod. */
    boolean hidesInbound(int port);
}
