// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import dev.spurline.cluster.Blueprint;
import dev.spurline.cluster.ClusterSpec;

/** The house in meshes whose proxies count in different ways. */
final class MeteredHouse {

    private MeteredHouse() {}

    /** In Linkerd. */
    public static final class Linkerd implements Blueprint {

        @Override
        public void describe(ClusterSpec cluster) {
            new HouseCluster().describe(cluster);
            cluster.mesh(ClusterSpec.Mesh.LINKERD).injectByDefault();
        }
    }

    /** In an Istio that was installed without a provider of metrics; its proxies are what a stock Envoy is. */
    public static final class WithoutProvider implements Blueprint {

        @Override
        public void describe(ClusterSpec cluster) {
            new HouseCluster().describe(cluster);
            cluster.manifests("""
                    apiVersion: v1
                    kind: ConfigMap
                    metadata: {name: istio, namespace: istio-system}
                    data:
                      mesh: |
                        rootNamespace: istio-system
                        defaultProviders: {accessLogging: [envoy]}
                    """);
        }
    }

    /** In an Istio where somebody has switched the metrics off. */
    public static final class Disabled implements Blueprint {

        @Override
        public void describe(ClusterSpec cluster) {
            new HouseCluster().describe(cluster);
            cluster.manifests("classpath:house/no-metrics.yaml");
        }
    }
}
