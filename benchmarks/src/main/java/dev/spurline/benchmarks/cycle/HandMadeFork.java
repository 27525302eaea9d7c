// SPDX-License-Identifier: Apache-2.0
package dev.spurline.benchmarks.cycle;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A fork as people make it today: create Deployment, Service and route, then look from time to time whether all is ready. */
final class HandMadeFork {

    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final String KEY = "hand-made";
    private static final String NAMESPACE = "shop";

    private final MeasuredShop shop;
    private final String manifests;

    /**
     * Prepares it.
     *
     * @param image the image of the fork
     */
    HandMadeFork(MeasuredShop shop, String image) throws IOException {
        this.shop = shop;
        try (InputStream file =
                Objects.requireNonNull(HandMadeFork.class.getResourceAsStream("/hand-made-fork.yaml"))) {
            this.manifests = new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("IMAGE", image)
                    .replace("KEY", KEY);
        }
    }

    /**
     * Makes it, and removes it again.
     *
     * @param interval how long to wait before one looks again
     * @return milliseconds from the first write to the first response of the fork
     */
    double untilResponse(Duration interval) {
        KubernetesClient client = shop.client();
        long start = System.nanoTime();
        List<HasMetadata> objects = client.load(stream()).create();
        try {
            await("a fork made by hand")
                    .pollDelay(Duration.ZERO)
                    .pollInterval(interval)
                    .atMost(LONGEST)
                    .until(this::responds);
            return (System.nanoTime() - start) / 1e6;
        } finally {
            client.resourceList(objects).withTimeoutInMillis(LONGEST.toMillis()).delete();
            await().atMost(LONGEST)
                    .until(() -> client.pods()
                            .inNamespace(NAMESPACE)
                            .withLabel("app", "pricing-" + KEY)
                            .list()
                            .getItems()
                            .isEmpty());
        }
    }

    private InputStream stream() {
        return new ByteArrayInputStream(manifests.getBytes(StandardCharsets.UTF_8));
    }

    private boolean responds() {
        return shop.client()
                        .apps()
                        .deployments()
                        .inNamespace(NAMESPACE)
                        .withName("pricing-" + KEY)
                        .isReady()
                && Checkout.costs(90, shop.storefront(), Map.of("baggage", "fork=" + KEY));
    }
}
