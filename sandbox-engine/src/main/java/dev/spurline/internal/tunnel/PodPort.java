// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.tunnel;

/**
 * A port of a pod.
 *
 * @param namespace the namespace of the pod
 * @param pod the name of the pod
 * @param port the port inside the pod
 */
public record PodPort(String namespace, String pod, int port) {

    @Override
    public String toString() {
        return "%s/%s:%d".formatted(namespace, pod, port);
    }
}
