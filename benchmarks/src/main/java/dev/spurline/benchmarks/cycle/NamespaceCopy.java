// SPDX-License-Identifier: Apache-2.0
package dev.spurline.benchmarks.cycle;

import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.LocalPortForward;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A copy of the whole namespace, with the change in it, and no route: what people make who cannot share one. */
final class NamespaceCopy {

    private static final Duration LONGEST = Duration.ofMinutes(4);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final String NAME = "copy";
    private static final int SHOP = 4;

    /** A service of the shop that no request of a test passes. */
    private static final String UNUSED = "newsletter";

    private final MeasuredShop shop;
    private final List<String> documents;

    /**
     * Prepares it.
     *
     * @param tag that of the images
     */
    NamespaceCopy(MeasuredShop shop, String tag) throws IOException {
        this.shop = shop;
        try (InputStream file = Objects.requireNonNull(NamespaceCopy.class.getResourceAsStream("/k8s/shop.yaml"))) {
            String manifests = new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .replaceAll("(?m)^(  namespace|  name): shop$", "$1: " + NAME)
                    .replace(
                            "image: shop/pricing:1",
                            "image: shop/pricing:1\n          env: [{name: DISCOUNT, value: \"10\"}]")
                    .replaceAll("(image: shop/\\w+):1", "$1:" + tag);
            this.documents = Stream.of(manifests.split("\n---\n"))
                    .filter(document -> !document.contains(UNUSED))
                    .toList();
        }
    }

    /**
     * Makes it, and removes it again.
     *
     * @param size how many services it has, the four that the request passes among them; the further ones run what pricing runs
     * @return milliseconds from the first write to the first response
     */
    double untilResponse(int size) {
        KubernetesClient client = shop.client();
        String manifests = manifests(size);
        long start = System.nanoTime();
        try {
            client.load(new ByteArrayInputStream(manifests.getBytes(StandardCharsets.UTF_8)))
                    .create();
            await("a copy of the namespace")
                    .pollDelay(Duration.ZERO)
                    .pollInterval(LOOK)
                    .atMost(LONGEST)
                    .until(() -> responds(size));
            return (System.nanoTime() - start) / 1e6;
        } finally {
            client.namespaces().withName(NAME).delete();
            await("the copy's end")
                    .atMost(LONGEST)
                    .until(() -> client.namespaces().withName(NAME).get() == null);
        }
    }

    private boolean responds(int size) {
        long ready = shop.client().apps().deployments().inNamespace(NAME).list().getItems().stream()
                .filter(deployment ->
                        Integer.valueOf(1).equals(deployment.getStatus().getReadyReplicas()))
                .count();
        return ready == size && responds();
    }

    /** By a port-forward, as the copy has no ingress. */
    private boolean responds() {
        try (LocalPortForward tunnel = shop.client()
                .services()
                .inNamespace(NAME)
                .withName("storefront")
                .portForward(8080)) {
            return Checkout.costs(90, URI.create("http://localhost:" + tunnel.getLocalPort()), Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String manifests(int size) {
        return Stream.concat(
                        documents.stream(),
                        IntStream.range(SHOP, size)
                                .boxed()
                                .flatMap(number -> documents.stream()
                                        .filter(document -> document.contains("app: pricing"))
                                        .map(document ->
                                                document.replaceAll("(?<!shop/)pricing", "further-" + number))))
                .collect(Collectors.joining("\n---\n"));
    }
}
