// SPDX-License-Identifier: Apache-2.0
package dev.spurline.examples.shop;

import dev.spurline.cluster.Blueprint;
import dev.spurline.cluster.ClusterSpec;
import dev.spurline.cluster.Images;
import dev.spurline.cluster.PodServer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** The shop on a laptop: three services in this JVM, and the inventory as a process of its own. */
public final class ShopCluster implements Blueprint {

    /** A JVM that lives as long as some tests is up in half the time without the optimizing compiler. */
    private static final String QUICK = "-XX:TieredStopAtLevel=1";

    @Override
    public void describe(ClusterSpec cluster) {
        cluster.namespace("shop").manifests("classpath:k8s/shop.yaml").ingress("storefront");
        // As on the shared cluster: the tests may do no more than the Roles of docs/rbac.yaml give.
        cluster.manifests("classpath:rbac.yaml").serviceAccount("spurline");
        cluster.images()
                .inProcess("shop/storefront:*", inThisJvm(Storefront::start))
                .inProcess("shop/cart:*", inThisJvm(Cart::start))
                .inProcess("shop/pricing:*", inThisJvm(Pricing::start))
                .inProcess("shop/pricing:sale", inThisJvm(env -> Pricing.start(env, 50)))
                .process("shop/inventory:*", java(), QUICK, "-cp", System.getProperty("java.class.path"), inventory());
    }

    private static Images.Program inThisJvm(Function<Map<String, String>, ShopService> program) {
        return container -> {
            Map<String, String> env = new HashMap<>(container.env());
            env.put("PORT", "0");
            ShopService service = program.apply(env);
            return PodServer.of(8080, service.port(), service);
        };
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static String inventory() {
        return Inventory.class.getName();
    }
}
