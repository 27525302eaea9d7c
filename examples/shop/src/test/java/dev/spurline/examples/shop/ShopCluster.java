// SPDX-License-Identifier: Apache-2.0
package dev.spurline.examples.shop;

import dev.spurline.cluster.Blueprint;
import dev.spurline.cluster.ClusterSpec;
import dev.spurline.cluster.Images;
import dev.spurline.cluster.PodServer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** The shop on a laptop: four services in this JVM, and the inventory as a process of its own. */
public final class ShopCluster implements Blueprint {

    @Override
    public void describe(ClusterSpec cluster) {
        cluster.namespace("shop").manifests("classpath:k8s/shop.yaml").ingress("storefront");
        // As on the shared cluster: the tests may do no more than the Roles of docs/rbac.yaml give.
        cluster.manifests("classpath:rbac.yaml").serviceAccount("spurline");
        images(cluster);
    }

    /** Describes the images alone, for a node whose manifests come from elsewhere. */
    public static void images(ClusterSpec cluster) {
        cluster.images()
                .inProcess("shop/storefront:*", inThisJvm(Storefront::start))
                .inProcess("shop/cart:*", inThisJvm(Cart::start))
                .inProcess("shop/pricing:*", inThisJvm(Pricing::start))
                .inProcess("shop/pricing:sale", inThisJvm(ShopCluster::sale))
                .inProcess("shop/newsletter:*", inThisJvm(Newsletter::start))
                .javaProcess("shop/inventory:*", Inventory.class);
    }

    /** An image whose own environment says something that the baseline's does not. */
    private static ShopService sale(Map<String, String> env) {
        env.putIfAbsent("LIST_PRICE", "50");
        return Pricing.start(env);
    }

    private static Images.Program inThisJvm(Function<Map<String, String>, ShopService> program) {
        return container -> {
            Map<String, String> env = new HashMap<>(container.env());
            env.put("PORT", "0");
            ShopService service = program.apply(env);
            return PodServer.of(8080, service.port(), service);
        };
    }
}
