// SPDX-License-Identifier: Apache-2.0
package dev.spurline.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/** The shop's own test classes on the cluster, once for each routing style that its mesh obeys. */
@ExtendWith(SharedE2eCluster.Resolver.class)
class ShopIT {

    private static final String PACKAGE = "--select-class=dev.spurline.examples.shop.";

    /** The fork is what the test asks, so that nobody needs to route. */
    private static final List<String> DIRECT = List.of(PACKAGE + "GreetingIT");

    private static final List<String> ALL = List.of(
            PACKAGE + "DiscountIT",
            PACKAGE + "GreetingIT",
            PACKAGE + "ParallelFortyIT",
            PACKAGE + "ParallelThirtyIT",
            PACKAGE + "TwoServicesIT");

    /** In a run of its own, as the image may have another name there. */
    private static final List<String> IMAGE = List.of(PACKAGE + "SaleImageIT");

    @TestFactory
    Stream<DynamicTest> passesWithEachRoutingStyle(SharedE2eCluster shared) {
        ShopNamespace shop = shared.shop();
        return styles(shared, shop).stream()
                .map(style -> DynamicTest.dynamicTest(style, () -> run(shared, shop, style)))
                .onClose(shop::close);
    }

    /** An attached node's mesh needs no Istio, but VirtualServices are a kind that Istio brings. */
    private static List<String> styles(SharedE2eCluster shared, ShopNamespace shop) {
        boolean served = shop.client().hasApiGroup("networking.istio.io", true);
        return shared.settings().routing().styles().stream()
                .filter(style -> served || !style.equals("virtual-service"))
                .toList();
    }

    private static void run(SharedE2eCluster shared, ShopNamespace shop, String style) throws Exception {
        Path kubeconfig = shared.file("account", shop.accountKubeconfig());
        Map<String, String> properties = properties(shop, kubeconfig, style);

        if (style.equals("direct")) {
            shop("direct", DIRECT, properties).assertPasses(shared.directory());
        } else {
            shop(style, ALL, properties).assertPasses(shared.directory());
            Map<String, String> withImage = new HashMap<>(properties);
            withImage.put("spurline.image.pricing", shared.settings().image("shop/pricing:sale"));
            shop(style + "-image", IMAGE, withImage).assertPasses(shared.directory());
        }

        await().atMost(Duration.ofMinutes(3))
                .untilAsserted(() -> assertThat(shop.leftovers()).isEmpty());
    }

    private static ConsoleRun shop(String name, List<String> selection, Map<String, String> properties) {
        return new ConsoleRun("shop-" + name, ConsoleRun.Module.SHOP, selection, properties);
    }

    private static Map<String, String> properties(ShopNamespace shop, Path kubeconfig, String style) {
        return Map.of(
                "spurline.cluster",
                "kubeconfig",
                "spurline.kubeconfig",
                kubeconfig.toString(),
                "spurline.context",
                AccountKubeconfig.CONTEXT,
                "spurline.namespace",
                shop.name(),
                "spurline.routing",
                style);
    }
}
