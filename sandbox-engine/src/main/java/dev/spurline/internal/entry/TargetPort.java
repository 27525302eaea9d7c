// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.entry;

import dev.spurline.SandboxException;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.util.Collection;

/** Finds the port of a pod that a port of its Service leads to. */
final class TargetPort {

    private TargetPort() {}

    /** Returns its number. */
    static int of(Pod pod, ServicePort port) {
        IntOrString target = port.getTargetPort();
        if (target == null) {
            return port.getPort();
        }
        if (target.getIntVal() != null) {
            return target.getIntVal();
        }
        return pod.getSpec().getContainers().stream()
                .map(Container::getPorts)
                .flatMap(Collection::stream)
                .filter(candidate -> target.getStrVal().equals(candidate.getName()))
                .map(ContainerPort::getContainerPort)
                .findFirst()
                .orElseThrow(() -> new SandboxException(
                        "Pod [%s] has no port named [%s], which is the targetPort of its Service: name it so in the pod, or set spurline.entry for the Service"
                                .formatted(pod.getMetadata().getName(), target.getStrVal())));
    }
}
