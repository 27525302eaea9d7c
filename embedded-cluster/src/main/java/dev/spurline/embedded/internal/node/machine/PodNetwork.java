// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.machine;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import java.util.function.Consumer;

/** What a node asks of the network that its pods live in; the mesh answers. */
public interface PodNetwork {

    /**
     * Joins a pod, before its first container starts: listeners for the pod's workload are open when this returns.
     *
     * @param pod the pod, bound and with its IP assigned
     * @return the pod's place in the network
     */
    NetworkAttachment attach(Pod pod);

    /** The place of one pod in the network. */
    interface NetworkAttachment extends AutoCloseable {

        /**
         * Returns the {@code *_SERVICE_HOST}, {@code *_SERVICE_PORT} and {@code *_PORT…} variables of the Services that the
         * pod sees, as Kubernetes names them; the addresses are those of the listeners of this pod's workload.
         */
        Map<String, String> serviceEnvironment();

        /** Returns the loopback port by pod port of what the pod's proxy itself serves, such as 15000 and 15090. */
        Map<Integer, Integer> proxyPorts();

        /** Returns the annotations by which a pod of such a network is known, as an injector would have written them. */
        default Map<String, String> annotations() {
            return Map.of();
        }

        /** Takes notice that the kubelet sends an HTTP probe to a port of the pod. */
        default void probed(int port) {}

        /**
         * Lets processes of the pod find Services by name, as far as this machine can.
         *
         * @param listener is given a loopback address by host name, such as {@code pricing} and {@code pricing.shop.svc}:
         *     before this returns, and again when Services have come or gone
         */
        default void names(Consumer<Map<String, String>> listener) {}

        /** Leaves the network. */
        @Override
        void close();
    }
}
