/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.spurline.embedded.internal.node;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A network without a mesh: pods find the variables that a test has given, and no proxy. */
final class PodNetworkTestCase implements PodNetwork {

    final Map<String, String> services = new ConcurrentHashMap<>();
    final Map<Integer, Integer> proxyPorts = new ConcurrentHashMap<>();
    final Map<String, String> attached = new ConcurrentHashMap<>();

    @Override
    public Attachment attach(Pod pod) {
        String name = pod.getMetadata().getName();
        attached.put(name, pod.getStatus().getPodIP());
        return new Attachment() {
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
