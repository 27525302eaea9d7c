// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.routing;

import static org.awaitility.Awaitility.await;

import dev.spurline.cluster.ClusterSpec.Mesh;
import dev.spurline.embedded.internal.apiserver.ApiServer;
import dev.spurline.embedded.internal.blueprint.ClusterClient;
import dev.spurline.embedded.internal.blueprint.MeshDefinitions;
import dev.spurline.embedded.internal.mesh.config.MeshConfig;
import dev.spurline.embedded.internal.mesh.config.MeshSettings;
import dev.spurline.embedded.internal.mesh.config.MeshWatch;
import dev.spurline.embedded.internal.mesh.config.RouteStatusWriter;
import dev.spurline.embedded.internal.threads.NamedVertx;
import dev.spurline.embedded.routing.RoutingScenario.MeshFacts;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** The embedded mesh with its configuration in the embedded API; workloads are servers of this JVM. */
final class EmbeddedTarget implements RoutingTarget {

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Vertx vertx = NamedVertx.start("spurline-routing-cases-", 2, 1);
    private final ScenarioObjects objects;
    private final KubernetesClient client;
    private final CaseCallers callers;
    private final Map<String, EchoServer> workloads = new HashMap<>();
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
        callers = own(new CaseCallers(vertx, client, () -> config, objects::pod, workloads));
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
        callers.enter(next);
        for (String workload : next.workloads().keySet()) {
            if (!workloads.containsKey(workload)) {
                workloads.put(workload, EchoServer.start(vertx, workload));
            }
        }
        objects.replace(next, this::port);
        config = read(next.mesh());
        if (next.mesh().kind() == Mesh.LINKERD) {
            // The proxy of the pod that is called has its say, too.
            callers.startAll();
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
        try (MeshWatch watch = MeshWatch.start(client, settings)) {
            RouteStatusWriter writer = RouteStatusWriter.start(client, watch);
            try {
                await("what the controller says of routes")
                        .atMost(Duration.ofMinutes(1))
                        .pollInterval(Duration.ofMillis(2))
                        .until(objects::allRoutesAreJudged);
            } finally {
                writer.close();
            }
        }
    }

    @Override
    public RoutingAnswer ask(RoutingCase each) throws Exception {
        return callers.ask(each);
    }

    private int port(String workload) {
        return Objects.requireNonNull(workloads.get(workload), workload).port();
    }

    @Override
    public List<String> table(RoutingCase each) throws Exception {
        return callers.table(each);
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
