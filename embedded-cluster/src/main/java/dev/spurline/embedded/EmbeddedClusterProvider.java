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
package dev.spurline.embedded;

import dev.spurline.Blueprint;
import dev.spurline.ClusterProvider;
import java.net.URI;
import java.util.Optional;

/**
 * Provides embedded clusters under the name {@code embedded}.
 *
 * @since 0.1
 */
public final class EmbeddedClusterProvider implements ClusterProvider {

    /** For {@link java.util.ServiceLoader}. */
    public EmbeddedClusterProvider() {}

    @Override
    public String name() {
        return "embedded";
    }

    @Override
    public ProvidedCluster start(Blueprint blueprint) {
        return new Provided(EmbeddedCluster.start(blueprint));
    }

    private record Provided(EmbeddedCluster cluster) implements ProvidedCluster {

        @Override
        public String kubeconfig() {
            return cluster.engineKubeconfig();
        }

        @Override
        public String namespace() {
            return cluster.namespace();
        }

        @Override
        public Optional<URI> entry(String namespace, String service) {
            return cluster.entry(namespace, service);
        }

        @Override
        public void close() {
            cluster.close();
        }
    }
}
