// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.routing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.ClusterSettings;
import dev.spurline.SandboxEngine;
import dev.spurline.cluster.ClusterSpec;
import dev.spurline.cluster.ClusterSpec.Mesh;
import dev.spurline.cluster.PodContainer;
import dev.spurline.cluster.PodServer;
import dev.spurline.embedded.DatedCluster;
import dev.spurline.embedded.EmbeddedCluster;
import dev.spurline.embedded.PlainAccess;
import dev.spurline.embedded.internal.blueprint.ClusterClient;
import dev.spurline.embedded.internal.blueprint.MeshDefinitions;
import dev.spurline.embedded.internal.mesh.config.MeshSettings;
import dev.spurline.embedded.internal.mesh.config.MeshWatch;
import dev.spurline.embedded.internal.threads.NamedVertx;
import dev.spurline.embedded.routing.CalledService;
import dev.spurline.embedded.routing.CaseCallers;
import dev.spurline.embedded.routing.CreationClock;
import dev.spurline.embedded.routing.EchoServer;
import dev.spurline.embedded.routing.RoutingCase;
import dev.spurline.embedded.routing.RoutingScenario;
import dev.spurline.embedded.routing.RoutingScenario.MeshFacts;
import dev.spurline.embedded.routing.RoutingScenario.WorkloadFacts;
import dev.spurline.embedded.routing.RoutingTarget.RoutingAnswer;
import dev.spurline.embedded.routing.ScenarioObjects;
import dev.spurline.reliability.bed.TestBed;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * An embedded cluster with the workloads of some scenarios, which are the same in all of them, as Deployments; the objects of
 * one scenario after the other are made in it. Requests are sent by proxies beside those of the pods, which know the same.
 */
final class CaseCluster implements AutoCloseable {

    private static final String WORKLOAD = "ROUTING_WORKLOAD";
    private static final String MARK = "routing-case";

    /** The kinds of objects that a sandbox may have here. */
    private static final Map<String, String> OURS = Map.of(
            "ConfigMap", "v1",
            "Service", "v1",
            "Deployment", "apps/v1",
            "HTTPRoute", "gateway.networking.k8s.io/v1",
            "GRPCRoute", "gateway.networking.k8s.io/v1",
            "VirtualService", "networking.istio.io/v1",
            "DestinationRule", "networking.istio.io/v1");

    /** The variable that makes a copy of a workload call itself a fork. */
    static final String FORKED = "ROUTING_FORKED";

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Vertx vertx;
    private final MeshFacts mesh;
    private final List<WorkloadFacts> workloads;
    private final Set<Integer> ports = new TreeSet<>();
    private final Map<String, EchoServer> servers = new ConcurrentHashMap<>();
    private final Map<String, Pod> pods = new HashMap<>();
    private final Map<String, SandboxEngine> engines = new HashMap<>();
    private final EmbeddedCluster cluster;
    private final KubernetesClient client;
    private final ScenarioObjects objects;
    private final CaseCallers callers;
    private final Path directory;
    private volatile MeshWatch watch;

    private CaseCluster(List<RoutingScenario> scenarios, Path directory) {
        this.directory = directory;
        RoutingScenario first = scenarios.get(0);
        mesh = first.mesh();
        workloads = List.copyOf(first.workloads().values());
        scenarios.forEach(scenario -> ports.addAll(ScenarioObjects.ports(scenario)));
        vertx = NamedVertx.start("spurline-case-callers-", 1, 1);
        parts.push(() -> vertx.close().toCompletionStage().toCompletableFuture().join());
        CreationClock clock = new CreationClock();
        cluster = own(DatedCluster.start(this::describe, clock));
        client = own(ClusterClient.builder(Config.fromKubeconfig(PlainAccess.kubeconfig(cluster)))
                .build());
        objects = new ScenarioObjects(client, clock);
        workloads.forEach(workload -> pods.put(workload.key(), pod(workload)));
        watch = MeshWatch.start(client, settings());
        parts.push(() -> watch.close());
        callers = own(new CaseCallers(
                vertx,
                client,
                () -> watch.config(),
                workload -> Objects.requireNonNull(pods.get(workload.key())),
                servers));
    }

    /** Starts one with the workloads of some scenarios. */
    static CaseCluster start(List<RoutingScenario> scenarios, Path directory) {
        return new CaseCluster(scenarios, directory);
    }

    private <T extends AutoCloseable> T own(T part) {
        parts.push(part);
        return part;
    }

    private MeshSettings settings() {
        return MeshSettings.of(mesh.kind(), mesh.release(), false);
    }

    /** Which Services lead to a workload is nothing that its Deployment depends on. */
    static WorkloadFacts ofDeployment(WorkloadFacts workload) {
        return new WorkloadFacts(
                workload.namespace(), workload.name(), workload.labels(), Map.of(), workload.sidecar());
    }

    private void describe(ClusterSpec spec) {
        spec.mesh(mesh.kind()).istio(mesh.release()).images().inProcess("*", this::run);
        spec.manifests(
                MeshDefinitions.all(mesh.kind()).stream().map(Object::toString).toArray(String[]::new));
        spec.manifests(namespaces().stream().map(this::namespace).toArray(String[]::new));
        spec.manifests(workloads.stream().map(CaseCluster::deployment).toArray(String[]::new));
    }

    /** Returns where the workloads are. */
    Set<String> namespaces() {
        return workloads.stream().map(WorkloadFacts::namespace).collect(Collectors.toCollection(TreeSet::new));
    }

    private String namespace(String name) {
        return """
                apiVersion: v1
                kind: Namespace
                metadata: {name: %s, %s}
                """.formatted(
                        name,
                        mesh.kind() == Mesh.LINKERD
                                ? "annotations: {linkerd.io/inject: enabled}"
                                : "labels: {istio-injection: enabled}");
    }

    private static String deployment(WorkloadFacts workload) {
        String labels = workload.labels().entrySet().stream()
                .map(label -> "%s: \"%s\"".formatted(label.getKey(), label.getValue()))
                .collect(Collectors.joining(", "));
        return """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: %1$s, namespace: %2$s}
                spec:
                  selector: {matchLabels: {%3$s}}
                  template:
                    metadata:
                      labels: {%3$s, %4$s: %1$s, sidecar.istio.io/inject: "%5$s"}
                      annotations: {linkerd.io/inject: %7$s}
                    spec:
                      containers:
                      - {name: app, image: "routing-case:1", env: [{name: %6$s, value: %2$s/%1$s}]}
                """.formatted(
                        workload.name(),
                        workload.namespace(),
                        labels,
                        MARK,
                        workload.sidecar(),
                        WORKLOAD,
                        workload.sidecar() ? "enabled" : "disabled");
    }

    private PodServer run(PodContainer container) throws Exception {
        String workload = Objects.requireNonNull(container.env().get(WORKLOAD));
        String name = container.env().containsKey(FORKED) ? CaseAnswer.fork(workload) : workload;
        EchoServer server = EchoServer.start(vertx, name);
        servers.put(name, server);
        return PodServer.of(ports.stream().collect(Collectors.toMap(port -> port, port -> server.port())), server);
    }

    private Pod pod(WorkloadFacts workload) {
        return client.pods()
                .inNamespace(workload.namespace())
                .withLabel(MARK, workload.name())
                .list()
                .getItems()
                .get(0);
    }

    /** Removes the objects of the scenario before, and makes those of another. */
    void enter(RoutingScenario scenario) {
        objects.replace(scenario);
        watch.close();
        watch = MeshWatch.start(client, settings());
        callers.enter(scenario);
    }

    /** Puts a slot for sandboxes into each VirtualService that has rules for pods; returns whether there is any. */
    boolean addSlots(RoutingScenario scenario) {
        if (mesh.kind() != Mesh.ISTIO) {
            return false;
        }
        CaseSlots slots = new CaseSlots(scenario);
        var virtualServices = client.genericKubernetesResources("networking.istio.io/v1", "VirtualService");
        List<GenericKubernetesResource> changed = virtualServices.inAnyNamespace().list().getItems().stream()
                .flatMap(object -> slots.added(object).stream())
                .toList();
        changed.forEach(object -> virtualServices.resource(object).update());
        return !changed.isEmpty();
    }

    /** Sends the request of a case. */
    RoutingAnswer ask(RoutingCase each) throws Exception {
        return callers.ask(each);
    }

    /** Returns by what the caller's proxy decides. */
    List<String> table(RoutingCase each) throws Exception {
        return callers.table(each);
    }

    /** Returns the engine that routes in one way. */
    SandboxEngine engine(String routing) {
        return engines.computeIfAbsent(routing, this::connect);
    }

    private SandboxEngine connect(String routing) {
        try {
            Config config = Config.fromKubeconfig(PlainAccess.kubeconfig(cluster));
            Path kubeconfig = Files.writeString(
                    Files.createTempFile(directory, "cases", ".kubeconfig"), PlainAccess.kubeconfig(cluster));
            ClusterSettings settings = TestBed.settings(Map.of(
                    "spurline.cluster", "kubeconfig",
                    "spurline.context", config.getCurrentContext().getName(),
                    "spurline.kubeconfig", kubeconfig.toString(),
                    "spurline.namespace", namespaces().iterator().next(),
                    "spurline.callers", callersOfAll(),
                    "spurline.no-store", "false",
                    "spurline.routing", routing));
            return own(SandboxEngine.connect(settings));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private String callersOfAll() {
        return workloads.stream()
                .filter(WorkloadFacts::sidecar)
                .map(WorkloadFacts::key)
                .collect(Collectors.joining(","));
    }

    /** Returns the Service that a case asks; none where a gateway decides. */
    Optional<JsonNode> service(RoutingScenario scenario, RoutingCase each) {
        String namespace = each.from().replaceFirst("/.*", "");
        return CalledService.find(scenario, each.request().host(), namespace);
    }

    /** Returns which workloads are behind the Service that a case asks. */
    Set<String> called(RoutingScenario scenario, RoutingCase each) {
        return service(scenario, each).map(this::behind).orElse(Set.of());
    }

    private Set<String> behind(JsonNode service) {
        JsonNode selector = service.path("spec").path("selector");
        String namespace = service.at("/metadata/namespace").asText();
        return workloads.stream()
                .filter(workload -> !selector.isEmpty()
                        && workload.namespace().equals(namespace)
                        && selector.properties().stream()
                                .allMatch(label -> label.getValue()
                                        .asText()
                                        .equals(workload.labels().get(label.getKey()))))
                .map(WorkloadFacts::key)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns the workloads that are behind a Service with another, that one too: a fork stands for the Service. */
    Set<String> beside(RoutingScenario scenario, String workload) {
        Set<String> beside = new TreeSet<>(Set.of(workload));
        scenario.services()
                .map(service -> behind(service.json()))
                .filter(behind -> behind.contains(workload))
                .forEach(beside::addAll);
        return beside;
    }

    /** Returns the routes of the sandboxes that there are. */
    List<String> routes() {
        return ours().stream()
                .filter(object -> object.matches("(VirtualService|HTTPRoute|GRPCRoute) .*"))
                .toList();
    }

    /** Returns what sandboxes have in the cluster, but for the anchors of engines. */
    List<String> ours() {
        return OURS.entrySet().stream()
                .filter(kind -> isServed(kind.getValue()))
                .flatMap(kind -> client
                        .genericKubernetesResources(kind.getValue(), kind.getKey())
                        .inAnyNamespace()
                        .withLabel("app.kubernetes.io/managed-by", "spurline")
                        .list()
                        .getItems()
                        .stream())
                .map(object -> object.getKind() + " " + object.getMetadata().getNamespace() + "/"
                        + object.getMetadata().getName())
                .toList();
    }

    private boolean isServed(String apiVersion) {
        return switch (mesh.kind()) {
            case ISTIO -> true;
            case LINKERD -> !apiVersion.startsWith("networking.istio.io/");
            case ENVOY, NONE -> !apiVersion.contains("networking.");
        };
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException("A part of the cluster of the cases cannot be closed", e);
            }
        }
    }
}
