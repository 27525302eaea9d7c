// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.routing;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spurline.cluster.ClusterSpec.Mesh;
import dev.spurline.embedded.internal.apiserver.ApiServer;
import dev.spurline.embedded.internal.blueprint.ClusterClient;
import dev.spurline.embedded.internal.blueprint.MeshDefinitions;
import dev.spurline.embedded.internal.mesh.config.MeshConfig;
import dev.spurline.embedded.internal.mesh.config.MeshPeer;
import dev.spurline.embedded.internal.mesh.config.MeshService;
import dev.spurline.embedded.internal.mesh.config.MeshSettings;
import dev.spurline.embedded.internal.mesh.config.MeshWatch;
import dev.spurline.embedded.internal.mesh.config.ProxySettings;
import dev.spurline.embedded.internal.mesh.config.RouteStatusWriter;
import dev.spurline.embedded.internal.mesh.proxy.AdminServer;
import dev.spurline.embedded.internal.mesh.proxy.DataPlane;
import dev.spurline.embedded.internal.mesh.proxy.IngressGateway;
import dev.spurline.embedded.internal.mesh.proxy.SidecarProxy;
import dev.spurline.embedded.internal.mesh.routing.ServicePort;
import dev.spurline.embedded.internal.threads.NamedVertx;
import dev.spurline.embedded.routing.RoutingScenario.MeshFacts;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The embedded mesh with its configuration in the embedded API; workloads are servers of this JVM. */
final class EmbeddedTarget implements RoutingTarget {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> GATEWAY_LABELS = Map.of("istio", "ingressgateway");

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Vertx vertx = NamedVertx.start("spurline-routing-cases-", 2, 1);
    private final RequestSender sender = new RequestSender(vertx);
    private final ScenarioObjects objects;
    private final KubernetesClient client;
    private final DataPlane plane;
    private final IngressGateway gateway;
    private final Map<String, EchoServer> workloads = new HashMap<>();
    private final Map<String, SidecarProxy> proxies = new HashMap<>();
    private RoutingScenario scenario = RoutingScenario.NONE;
    private volatile MeshConfig config;

    private EmbeddedTarget(Mesh mesh) {
        config = MeshConfig.empty(mesh);
        parts.push(() -> vertx.close().toCompletionStage().toCompletableFuture().get(1, TimeUnit.MINUTES));
        CreationClock clock = new CreationClock();
        ApiServer server = own(ApiServer.start(clock));
        client = own(ClusterClient.inProcess(server::inProcess, server.authority()))
                .get();
        objects = new ScenarioObjects(client, clock);
        objects.install(MeshDefinitions.all(mesh));
        plane = own(new DataPlane(() -> config, () -> config, SocketAddress.inetSocketAddress(1, "127.0.0.1")));
        gateway = new IngressGateway(plane);
    }

    private <T extends AutoCloseable> T own(T part) {
        parts.push(part);
        return part;
    }

    static EmbeddedTarget start(Mesh mesh) {
        return new EmbeddedTarget(mesh);
    }

    @Override
    public String name() {
        return "embedded mesh";
    }

    @Override
    public void enter(RoutingScenario next) throws Exception {
        proxies.values().forEach(SidecarProxy::close);
        proxies.clear();
        scenario = next;
        for (String workload : next.workloads().keySet()) {
            if (!workloads.containsKey(workload)) {
                workloads.put(workload, EchoServer.start(vertx, workload));
            }
        }
        objects.replace(next, this::port);
        config = read(next.mesh());
        if (next.mesh().kind() == Mesh.LINKERD) {
            // The proxy of the pod that is called has its say, too.
            next.workloads().keySet().forEach(workload -> proxies.put(workload, start(workload)));
        }
    }

    /** A mesh that has just started knows all that there was. Linkerd's goes by what its controller says of routes. */
    private MeshConfig read(MeshFacts mesh) {
        MeshSettings settings = MeshSettings.of(mesh.kind(), mesh.release(), false);
        if (mesh.kind() == Mesh.LINKERD) {
            judgeRoutes(settings);
        }
        try (MeshWatch watch = MeshWatch.start(client, settings)) {
            return watch.config();
        }
    }

    private void judgeRoutes(MeshSettings settings) {
        try (MeshWatch watch = MeshWatch.start(client, settings);
                RouteStatusWriter writer = RouteStatusWriter.start(client, watch)) {
            await("what %s says of routes".formatted(writer))
                    .atMost(Duration.ofMinutes(1))
                    .pollInterval(Duration.ofMillis(2))
                    .until(objects::allRoutesAreJudged);
        }
    }

    @Override
    public RoutingAnswer ask(RoutingCase each) throws Exception {
        if (each.from().equals(RoutingCase.GATEWAY)) {
            int local = gateway.localPort(gatewayLabels(), each.request().port());
            return sender.send(local, each, Optional.empty(), workloads);
        }
        ServicePort port = port(each);
        SidecarProxy proxy = proxy(each, port);
        return sender.send(proxy.localPort(port), each, rule(proxy, port, each), workloads);
    }

    /** Its pods are those that istiod runs for the Gateway of the Gateway API, if there is one. */
    private Map<String, String> gatewayLabels() {
        Map<String, String> labels = new HashMap<>(GATEWAY_LABELS);
        scenario.objects().stream()
                .filter(object -> object.kind().equals("Gateway")
                        && object.json().path("apiVersion").asText().startsWith("gateway.networking.k8s.io/"))
                .forEach(object -> labels.put("gateway.networking.k8s.io/gateway-name", object.name()));
        return labels;
    }

    private static Optional<String> rule(SidecarProxy proxy, ServicePort port, RoutingCase each) {
        return proxy.table(port)
                .map(table -> table.decide(new CaseRequestHead(each.request())).route());
    }

    private int port(String workload) {
        return Objects.requireNonNull(workloads.get(workload), workload).port();
    }

    private ServicePort port(RoutingCase each) {
        String namespace = each.from().replaceFirst("/.*", "");
        JsonNode service = CalledService.find(scenario, each.request().host(), namespace)
                .orElseThrow(() -> new IllegalStateException("the embedded mesh has no listener for [%s]"
                        .formatted(each.request().host())));
        JsonNode metadata = service.path("metadata");
        return new ServicePort(
                metadata.path("namespace").asText(),
                metadata.path("name").asText(),
                each.request().port());
    }

    private SidecarProxy proxy(RoutingCase each, ServicePort port) {
        SidecarProxy proxy = proxies.computeIfAbsent(each.from(), this::start);
        MeshService service = config.service(port.namespace(), port.name())
                .orElseThrow(() -> new IllegalStateException("the mesh does not know Service " + port.service()));
        proxy.open(List.of(service));
        return proxy;
    }

    private SidecarProxy start(String caller) {
        Pod pod = objects.pod(scenario.workload(caller));
        return scenario.workload(caller).sidecar()
                ? plane.proxy(MeshPeer.of(pod), ProxySettings.of(pod, config.mesh(), client))
                : plane.plain(MeshPeer.of(pod));
    }

    @Override
    public List<String> table(RoutingCase each) throws Exception {
        if (each.from().equals(RoutingCase.GATEWAY)) {
            return List.of("are shown by no page of the embedded gateway");
        }
        try (AdminServer admin = AdminServer.open(plane, proxy(each, port(each)))) {
            int page = admin.ports().values().iterator().next();
            return RouteDumpLines.of(JSON.readTree(sender.page(page, "/config_dump")), each.request());
        }
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException("A part of the embedded mesh cannot be closed", e);
            }
        }
    }
}
