// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import com.sun.net.httpserver.HttpExchange;
import dev.spurline.cluster.Blueprint;
import dev.spurline.cluster.ClusterSpec;
import dev.spurline.cluster.Images;
import dev.spurline.cluster.PodContainer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Service {@code front} calls {@code middle}, which calls {@code back}; each says who it is. Those whose variable {@code HANDS_ON}
 * is true hand on the baggage.
 */
final class ThreeHops implements Blueprint {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final LeastPower power = new LeastPower();
    private final ClusterSpec.Mesh mesh;
    private final String namespace;
    private final String loser;
    private final List<String> more;

    /**
     * Describes the three.
     *
     * @param loser the one that drops the baggage
     * @param more further manifests
     */
    ThreeHops(ClusterSpec.Mesh mesh, String loser, String... more) {
        this(mesh, TwoHops.namespace("hops"), loser, List.of(more));
    }

    private ThreeHops(ClusterSpec.Mesh mesh, String namespace, String loser, List<String> more) {
        this.mesh = mesh;
        this.namespace = namespace;
        this.loser = loser;
        this.more = more;
    }

    /**
     * Describes the three in Istio's ambient mode, behind one waypoint that has a pod, as istiod would make it.
     *
     * @param loser the one that drops the baggage
     * @param more further manifests
     */
    static ThreeHops ambient(String loser, String... more) {
        return new ThreeHops(
                ClusterSpec.Mesh.ISTIO,
                AmbientWaypoint.NAMESPACE,
                loser,
                Stream.concat(AmbientWaypoint.MANIFESTS.stream(), Stream.of(more))
                        .toList());
    }

    /** Returns what engines were allowed to do. */
    LeastPower power() {
        return power;
    }

    @Override
    public void describe(ClusterSpec cluster) {
        cluster.namespace("hops")
                .mesh(mesh)
                .manifests(namespace, workload("front", "middle"), workload("middle", "back"), workload("back", ""))
                .manifests(more.toArray(String[]::new))
                .ingress("front");
        power.limit(cluster, "hops");
        cluster.images().inProcess("test/hop:*", program()).inProcess("test/waypoint:*", AmbientWaypoint.program());
    }

    private String workload(String name, String next) {
        return TwoHops.workload("hops", name)
                .replace("test/%s:1".formatted(name), "test/hop:1")
                .replace(
                        "env: [{name: WORD, value: baseline}]",
                        "env: [{name: WORD, value: baseline}, {name: NAME, value: %s}, {name: NEXT, value: \"%s\"}, {name: HANDS_ON, value: \"%s\"}]"
                                .formatted(name, next, !name.equals(loser)));
    }

    private static Images.Program program() {
        return container -> PodHttpServer.start(
                container,
                exchange -> PodHttpServer.reply(
                        exchange,
                        200,
                        exchange.getRequestURI().getPath().startsWith("/ready")
                                ? "ready"
                                : answer(container, exchange)));
    }

    private static String answer(PodContainer container, HttpExchange exchange) {
        String own = container.env().get("NAME") + " " + container.env().get("WORD");
        String next = container.env().getOrDefault("NEXT", "");
        return next.isEmpty() ? own : own + ", " + call(container, exchange, next.toUpperCase(Locale.ROOT));
    }

    private static String call(PodContainer container, HttpExchange exchange, String next) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://%s:%s%s"
                .formatted(
                        container.env().get(next + "_SERVICE_HOST"),
                        container.env().get(next + "_SERVICE_PORT"),
                        exchange.getRequestURI().getPath())));
        if (Boolean.parseBoolean(container.env().get("HANDS_ON"))) {
            exchange.getRequestHeaders()
                    .getOrDefault("baggage", List.of())
                    .forEach(value -> request.header("baggage", value));
        }
        try {
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
