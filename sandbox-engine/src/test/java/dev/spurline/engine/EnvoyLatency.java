// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Measures what the addition of docs/envoy.md costs requests that say nothing of forks: they go by turns through an Envoy with
 * it and through one without. Run by hand, with -Dspurline.envoy=PATH.
 */
final class EnvoyLatency {

    private static final int WARM = 5_000;
    private static final int PAIRS = 10_000;

    private EnvoyLatency() {}

    public static void main(String... args) throws Exception {
        Vertx vertx = Vertx.vertx();
        measure("a service that answers at once", request -> request.response().end("baseline"));
        measure(
                "a service that takes 1 ms",
                request -> vertx.setTimer(1, late -> request.response().end("baseline")));
        vertx.close();
    }

    private static void measure(String service, Handler<HttpServerRequest> answer) throws Exception {
        Path directory = Files.createTempDirectory("latency");
        try (ServiceNetwork network = new ServiceNetwork("shop", Set.of(), 8080)) {
            network.answering("shop", "pricing", 8080, answer);
            String with = EnvoyPage.sidecar("pricing", network.dnsPort());
            try (EnvoyProcess added = EnvoyProcess.start(EnvoyBinary.find(), directory, with);
                    EnvoyProcess plain = EnvoyProcess.start(EnvoyBinary.find(), directory, without(with))) {
                for (Map<String, String> headers :
                        List.of(Map.<String, String>of(), Map.of("baggage", "user=alice,tenant=7"))) {
                    report(service, headers, added, plain);
                }
            }
        }
    }

    private static void report(String service, Map<String, String> headers, EnvoyProcess added, EnvoyProcess plain)
            throws Exception {
        measure(WARM, headers, added, plain);
        long[][] nanos = measure(PAIRS, headers, added, plain);
        long one = median(nanos[0]);
        long other = median(nanos[1]);
        System.err.printf(
                "%s, headers %s: %d pairs, median with the addition %.1f us, without %.1f us, ratio %.4f%n",
                service, headers, PAIRS, one / 1e3, other / 1e3, (double) one / other);
    }

    /** Returns the times of both; who is first changes each time. */
    private static long[][] measure(int pairs, Map<String, String> headers, EnvoyProcess one, EnvoyProcess other)
            throws Exception {
        long[][] nanos = new long[2][pairs];
        EnvoyProcess[] both = {one, other};
        for (int pair = 0; pair < pairs; pair++) {
            for (int turn = 0; turn < 2; turn++) {
                int which = (pair + turn) % 2;
                long start = System.nanoTime();
                String answer = both[which].get("pricing:8080", headers);
                nanos[which][pair] = System.nanoTime() - start;
                if (!answer.equals("200 baseline")) {
                    throw new IllegalStateException(answer);
                }
            }
        }
        return nanos;
    }

    private static long median(long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** Returns a configuration as it was before the addition. */
    static String without(String configuration) {
        ObjectNode all = Serialization.unmarshal(configuration, ObjectNode.class);
        ObjectNode manager =
                (ObjectNode) all.at("/static_resources/listeners/0/filter_chains/0/filters/0/typed_config");
        ArrayNode filters = (ArrayNode) manager.path("http_filters");
        while (filters.size() > 1) {
            filters.remove(0);
        }
        ObjectNode host = (ObjectNode) manager.at("/route_config/virtual_hosts/0");
        host.remove("typed_per_filter_config");
        ObjectNode route = (ObjectNode) host.at("/routes/0/route");
        route.remove("inline_cluster_specifier_plugin");
        route.put("cluster", "pricing");
        ((ArrayNode) all.at("/static_resources/clusters")).remove(1);
        return all.toString();
    }
}
