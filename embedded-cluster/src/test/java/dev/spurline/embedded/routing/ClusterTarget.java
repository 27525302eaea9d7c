// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.routing;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.cluster.ClusterSpec.Mesh;
import dev.spurline.embedded.internal.blueprint.ClusterClient;
import dev.spurline.embedded.routing.RoutingCase.RoutingRequest;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.LocalPortForward;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.awaitility.core.ConditionTimeoutException;

/**
 * The mesh of a real cluster. Workloads are pods of an image that answers and calls as docs/routing-cases.md says; a request
 * is sent by the caller's pod, and so meets the caller's proxy.
 */
final class ClusterTarget implements RoutingTarget {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ISTIO_PAGES = 15000;
    private static final int LINKERD_PAGES = 4191;
    private static final Duration POLL = Duration.ofMillis(100);

    /** By when proxies know of the objects of a scenario. */
    private static final Duration TOLD = Duration.ofSeconds(60);

    /** By when proxies know of what no route tells, such as which pods are ready. */
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private final Mesh mesh;
    private final KubernetesClient client;
    private final ClusterScenario cluster;
    private final String gateway;
    private final Vertx vertx = Vertx.vertx();
    private final RequestSender sender = new RequestSender(vertx);
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Map<String, LocalPortForward> forwards = new HashMap<>();
    private RoutingScenario scenario = RoutingScenario.NONE;
    private long entered;

    private ClusterTarget(Config config, String image, String gateway, Mesh mesh) {
        this.gateway = gateway;
        this.mesh = mesh;
        client = ClusterClient.builder(config).build();
        cluster = new ClusterScenario(client, image, mesh);
    }

    /**
     * Starts with an empty cluster.
     *
     * @param config leads to it, with the rights of an administrator
     * @param image that of the workloads
     * @param gateway the pod that stands for the ingress gateway, if its cases are asked
     * @param mesh whose proxies its pods have
     */
    static ClusterTarget start(Config config, String image, String gateway, Mesh mesh) {
        return new ClusterTarget(config, image, gateway, mesh);
    }

    @Override
    public String name() {
        return "real mesh";
    }

    @Override
    public void enter(RoutingScenario next) throws Exception {
        removeHeader();
        scenario = next;
        if (cluster.replace(next)) {
            closeForwards();
        }
        if (mesh == Mesh.ISTIO) {
            awaitRoutes(next);
        } else {
            // Its proxies follow what its controller has judged a moment later: cases are asked again for longer than
            // that.
            await("what the controller says of routes")
                    .atMost(TOLD)
                    .pollInterval(POLL)
                    .until(cluster::allRoutesAreJudged);
        }
        entered = System.nanoTime();
    }

    private void removeHeader() {
        if (mesh == Mesh.ISTIO) {
            RuleHeader.remove(client, scenario.mesh().rootNamespace());
        }
    }

    private void awaitRoutes(RoutingScenario next) {
        String id = UUID.randomUUID().toString();
        RuleHeader.write(client, next.mesh().rootNamespace(), id);
        for (String caller : callers(next)) {
            await("routes of the proxy of " + caller)
                    .atMost(TOLD)
                    .pollInterval(POLL)
                    .ignoreExceptions()
                    .until(() -> RuleHeader.isIn(dump(caller), id));
        }
    }

    private static List<String> callers(RoutingScenario scenario) {
        return scenario.cases().stream()
                .map(RoutingCase::from)
                .distinct()
                .filter(caller -> caller.equals(RoutingCase.GATEWAY)
                        || scenario.workload(caller).sidecar())
                .toList();
    }

    /** What is not as expected is asked again for some time: not all that decides about an answer is told with the routes. */
    @Override
    public RoutingAnswer ask(RoutingCase each) throws Exception {
        Duration left = PATIENCE.minusNanos(System.nanoTime() - entered);
        if (left.isNegative() || left.isZero()) {
            return askOnce(each);
        }
        try {
            return await().atMost(left)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(POLL)
                    .ignoreExceptions()
                    .until(
                            () -> askOnce(each),
                            answer -> CaseVerdict.of(each.expected(), answer).passed());
        } catch (ConditionTimeoutException late) {
            return askOnce(each);
        }
    }

    private RoutingAnswer askOnce(RoutingCase each) throws Exception {
        if (each.from().equals(RoutingCase.GATEWAY)) {
            int port = uri(each.from(), each.request().port(), "").getPort();
            RoutingAnswer answer = sender.send(port, each, Optional.empty(), Map.of());
            return answer.with(RuleHeader.of(answer.headers()));
        }
        String id = UUID.randomUUID().toString();
        HttpRequest call = HttpRequest.newBuilder(uri(each.from(), "/routing-case/call"))
                .timeout(Duration.ofSeconds(15))
                .POST(HttpRequest.BodyPublishers.ofString(call(each, id).toString()))
                .build();
        HttpResponse<String> told = http.send(call, HttpResponse.BodyHandlers.ofString());
        if (told.statusCode() != 200) {
            throw new IOException("the caller cannot call: %d %s".formatted(told.statusCode(), told.body()));
        }
        return read(JSON.readTree(told.body()), each, id);
    }

    private ObjectNode call(RoutingCase each, String id) {
        RoutingRequest request = each.request();
        String namespace = each.from().replaceFirst("/.*", "");
        JsonNode service =
                CalledService.find(scenario, request.host(), namespace).orElseThrow();
        ObjectNode call = JSON.createObjectNode();
        call.put("address", cluster.address(service) + ":" + request.port());
        call.put("method", request.method()).put("path", request.path());
        call.put("host", new CaseRequestHead(request).authority());
        ArrayNode headers = call.putArray("headers");
        headers.addArray().add(EchoServer.ID).add(id);
        request.headers()
                .forEach((name, values) -> values.stream()
                        .filter(value -> !name.equalsIgnoreCase("host"))
                        .forEach(value -> headers.addArray().add(name).add(value)));
        return call;
    }

    private RoutingAnswer read(JsonNode told, RoutingCase each, String id) throws Exception {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        told.path("headers").properties().forEach(header -> {
            List<String> lines = new ArrayList<>();
            header.getValue().forEach(line -> lines.add(line.asText()));
            headers.put(header.getKey().toLowerCase(Locale.ROOT), lines);
        });
        String body = told.path("body").asText();
        boolean echo = body.startsWith("{") && body.contains("\"workload\"");
        Optional<JsonNode> answered = echo ? Optional.of(EchoServer.read(body)) : Optional.empty();
        return new RoutingAnswer(
                told.path("status").asInt(),
                answered.map(json -> json.path("workload").asText()),
                mesh == Mesh.ISTIO ? RuleHeader.of(headers) : Optional.empty(),
                body,
                headers,
                answered.map(EchoServer::received),
                mirrored(each, id, answered.map(json -> json.path("workload").asText())));
    }

    private List<String> mirrored(RoutingCase each, String id, Optional<String> answered) throws Exception {
        if (each.expected().mirrored().isEmpty()) {
            return List.of();
        }
        List<String> seen = new ArrayList<>();
        for (String workload : scenario.workloads().keySet()) {
            if (!Optional.of(workload).equals(answered)
                    && page(uri(workload, "/routing-case/seen?id=" + id)).equals("true")) {
                seen.add(workload);
            }
        }
        return seen.stream().sorted().toList();
    }

    @Override
    public List<String> table(RoutingCase each) throws Exception {
        return mesh == Mesh.ISTIO ? RouteDumpLines.of(dump(each.from()), each.request()) : balancers(each);
    }

    /** Linkerd's proxy shows no routes; that it has a balancer for a backend shows which ones it goes by. */
    private List<String> balancers(RoutingCase each) throws IOException, InterruptedException {
        String called = "parent_name=\"" + each.request().host().replaceFirst("[.].*", "") + "\"";
        return page(uri(each.from(), LINKERD_PAGES, "/metrics"))
                .lines()
                .filter(line -> line.startsWith("outbound_http_balancer_endpoints{") && line.contains(called))
                .toList();
    }

    private JsonNode dump(String caller) throws IOException, InterruptedException {
        return JSON.readTree(page(uri(caller, ISTIO_PAGES, "/config_dump?resource=dynamic_route_configs")));
    }

    private String page(URI uri) throws IOException, InterruptedException {
        return http.send(
                        HttpRequest.newBuilder(uri)
                                .timeout(Duration.ofSeconds(15))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private URI uri(String workload, String path) {
        return uri(workload, ScenarioReader.defaultPort(), path);
    }

    private URI uri(String workload, int port, String path) {
        LocalPortForward forward = forwards.computeIfAbsent(workload + ":" + port, key -> forward(workload, port));
        return URI.create("http://127.0.0.1:" + forward.getLocalPort() + path);
    }

    private LocalPortForward forward(String workload, int port) {
        Pod pod = workload.equals(RoutingCase.GATEWAY)
                ? cluster.gateway(gateway)
                : cluster.pod(scenario.workload(workload));
        return client.pods().resource(pod).portForward(port);
    }

    private void closeForwards() throws IOException {
        for (LocalPortForward forward : forwards.values()) {
            forward.close();
        }
        forwards.clear();
    }

    @Override
    public void close() {
        try {
            closeForwards();
            cluster.clear();
            removeHeader();
            vertx.close();
        } catch (IOException e) {
            throw new IllegalStateException("Port-forwards cannot be closed", e);
        } finally {
            client.close();
        }
    }
}
