// SPDX-License-Identifier: Apache-2.0
package dev.spurline.benchmarks.cycle;

import dev.spurline.cluster.Blueprint;
import dev.spurline.cluster.ClusterSpec;
import dev.spurline.embedded.EmbeddedCluster;
import dev.spurline.embedded.internal.blueprint.ClusterClient;
import dev.spurline.examples.shop.Cart;
import dev.spurline.examples.shop.Pricing;
import dev.spurline.examples.shop.ShopCluster;
import dev.spurline.examples.shop.Storefront;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The shop in a cluster that outlives the JVMs of tests. Each image that a request passes is there as a process, too. */
public final class MeasuredShop implements AutoCloseable {

    /** The tag of images that are JVMs of their own. */
    static final String PROCESS = "process";

    private final EmbeddedCluster cluster = EmbeddedCluster.start(new WithProcesses());
    private final KubernetesClient client =
            ClusterClient.builder(Config.fromKubeconfig(cluster.kubeconfig())).build();

    /** The blueprint. */
    private static final class WithProcesses implements Blueprint {

        @Override
        public void describe(ClusterSpec spec) {
            new ShopCluster().describe(spec);
            spec.images()
                    .javaProcess("shop/storefront:" + PROCESS, Storefront.class)
                    .javaProcess("shop/cart:" + PROCESS, Cart.class)
                    .javaProcess("shop/pricing:" + PROCESS, Pricing.class);
        }
    }

    /** Returns the parameters of JUnit with which tests use it, as the account that Spurline has there. */
    public Map<String, String> parameters(Path directory) throws IOException {
        Path kubeconfig = Files.writeString(directory.resolve("shop.kubeconfig"), cluster.kubeconfig("spurline"));
        return Map.of(
                "spurline.cluster", "kubeconfig",
                "spurline.context", "spurline-embedded",
                "spurline.kubeconfig", kubeconfig.toString(),
                "spurline.namespace", "shop",
                "spurline.report", directory.resolve("report").toString());
    }

    /** Returns a client of its administrator. */
    KubernetesClient client() {
        return client;
    }

    /** Returns where the storefront is entered. */
    public URI storefront() {
        return cluster.uri("storefront");
    }

    @Override
    public void close() {
        client.close();
        cluster.close();
    }
}
