// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spurline.embedded.internal.mesh.config.MeshConfig;
import dev.spurline.embedded.internal.mesh.config.MeshPeer;
import dev.spurline.embedded.internal.mesh.config.MeshService;
import dev.spurline.embedded.internal.mesh.config.ProxySettings;
import dev.spurline.embedded.internal.mesh.proxy.AdminServer;
import dev.spurline.embedded.internal.mesh.proxy.DataPlane;
import dev.spurline.embedded.internal.mesh.proxy.IngressGateway;
import dev.spurline.embedded.internal.mesh.proxy.SidecarProxy;
import dev.spurline.embedded.internal.mesh.routing.ServicePort;
import dev.spurline.embedded.routing.RoutingScenario.WorkloadFacts;
import dev.spurline.embedded.routing.RoutingTarget.RoutingAnswer;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** The callers of scenarios: for each a proxy of the embedded mesh, as its pod has one. Several threads may ask. */
public final class CaseCallers implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> GATEWAY_LABELS = Map.of("istio", "ingressgateway");

    private final RequestSender sender;
    private final KubernetesClient client;
    private final Supplier<MeshConfig> config;
    private final Function<WorkloadFacts, Pod> pods;
    private final Map<String, EchoServer> workloads;
    private final DataPlane plane;
    private final IngressGateway gateway;
    private final Map<String, SidecarProxy> proxies = new HashMap<>();
    private RoutingScenario scenario = RoutingScenario.NONE;

    /**
     * Makes them.
     *
     * @param vertx sends the requests
     * @param client reads what pods say about their proxies
     * @param config what the proxies know
     * @param pods finds the pod of a workload
     * @param workloads who may get a copy of a request
     */
    public CaseCallers(
            Vertx vertx,
            KubernetesClient client,
            Supplier<MeshConfig> config,
            Function<WorkloadFacts, Pod> pods,
            Map<String, EchoServer> workloads) {
        this.sender = new RequestSender(vertx);
        this.client = client;
        this.config = config;
        this.pods = pods;
        this.workloads = workloads;
        plane = new DataPlane(config, config, SocketAddress.inetSocketAddress(1, "127.0.0.1"));
        gateway = new IngressGateway(plane);
    }

    /** Begins with another scenario, whose pods are there. */
    public synchronized void enter(RoutingScenario next) {
        proxies.values().forEach(SidecarProxy::close);
        proxies.clear();
        scenario = next;
    }

    /** Starts the proxies of all workloads, those too that are only called. */
    public synchronized void startAll() {
        scenario.workloads().keySet().forEach(workload -> proxies.computeIfAbsent(workload, this::start));
    }

    /** Sends the request of a case, and returns what came of it. */
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

    /** Returns the lines of the caller's route table for the host of a request. */
    public List<String> table(RoutingCase each) throws Exception {
        if (each.from().equals(RoutingCase.GATEWAY)) {
            return List.of("are shown by no page of the embedded gateway");
        }
        try (AdminServer admin = AdminServer.open(plane, proxy(each, port(each)))) {
            int page = admin.ports().values().iterator().next();
            return RouteDumpLines.of(JSON.readTree(sender.page(page, "/config_dump")), each.request());
        }
    }

    private static Optional<String> rule(SidecarProxy proxy, ServicePort port, RoutingCase each) {
        return proxy.table(port)
                .map(table -> table.decide(new CaseRequestHead(each.request())).route());
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

    private synchronized SidecarProxy proxy(RoutingCase each, ServicePort port) {
        SidecarProxy proxy = proxies.computeIfAbsent(each.from(), this::start);
        MeshService service = config.get()
                .service(port.namespace(), port.name())
                .orElseThrow(() -> new IllegalStateException("the mesh does not know Service " + port.service()));
        proxy.open(List.of(service));
        return proxy;
    }

    private SidecarProxy start(String caller) {
        WorkloadFacts workload = scenario.workload(caller);
        Pod pod = pods.apply(workload);
        return workload.sidecar()
                ? plane.proxy(
                        MeshPeer.of(pod),
                        ProxySettings.of(pod, Map.of(), config.get().mesh(), client))
                : plane.plain(MeshPeer.of(pod));
    }

    @Override
    public void close() {
        plane.close();
    }
}
