// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node;

import dev.spurline.embedded.internal.node.machine.PodNetwork;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A network without a mesh: pods find the variables that a test has given, and no proxy. */
final class PodNetworkTestCase implements PodNetwork {

    final Map<String, String> services = new ConcurrentHashMap<>();
    final Map<Integer, Integer> proxyPorts = new ConcurrentHashMap<>();
    final Map<String, String> attached = new ConcurrentHashMap<>();

    @Override
    public NetworkAttachment attach(Pod pod) {
        String name = pod.getMetadata().getName();
        attached.put(name, pod.getStatus().getPodIP());
        return new NetworkAttachment() {
            @Override
            public Map<String, String> serviceEnvironment() {
                return Map.copyOf(services);
            }

            @Override
            public Map<Integer, Integer> proxyPorts() {
                return Map.copyOf(proxyPorts);
            }

            @Override
            public void close() {
                attached.remove(name);
            }
        };
    }
}
