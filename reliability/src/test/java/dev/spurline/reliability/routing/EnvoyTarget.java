// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.routing;

import dev.spurline.embedded.routing.EchoServer;
import dev.spurline.embedded.routing.RequestSender;
import dev.spurline.embedded.routing.RoutingCase;
import dev.spurline.embedded.routing.RoutingScenario;
import dev.spurline.embedded.routing.RoutingScenario.WorkloadFacts;
import dev.spurline.embedded.routing.RoutingTarget;
import dev.spurline.engine.EnvoyPage;
import dev.spurline.engine.EnvoyProcess;
import dev.spurline.engine.ServiceNetwork;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Real Envoys, each configured as docs/envoy.md says for the one Service that is called through it. All Services are in the
 * namespace and have the port that the page names.
 */
final class EnvoyTarget implements RoutingTarget {

    private static final String NAMESPACE = "shop";
    private static final int PORT = 8080;

    private final Vertx vertx = Vertx.vertx();
    private final RequestSender sender = new RequestSender(vertx);
    private final Map<String, EnvoyProcess> envoys = new HashMap<>();
    private final Path binary;
    private final Path directory;
    private Optional<ServiceNetwork> network = Optional.empty();

    /**
     * Prepares to start Envoys.
     *
     * @param directory gets their files
     */
    EnvoyTarget(Path binary, Path directory) {
        this.binary = binary;
        this.directory = directory;
    }

    @Override
    public String name() {
        return "real Envoy";
    }

    @Override
    public void enter(RoutingScenario scenario) throws Exception {
        leave();
        ServiceNetwork services = new ServiceNetwork(NAMESPACE, Set.of(), PORT);
        network = Optional.of(services);
        for (WorkloadFacts workload : scenario.workloads().values()) {
            for (int port : workload.service().values()) {
                int server = EchoServer.start(vertx, workload.key()).port();
                services.leading(workload.namespace(), workload.name(), port, server);
            }
        }
    }

    @Override
    public RoutingAnswer ask(RoutingCase each) throws Exception {
        String service = each.request().host().replaceFirst("\\..*", "");
        return sender.send(envoy(service).listener(), each, Optional.empty(), Map.of());
    }

    private EnvoyProcess envoy(String service) throws IOException {
        EnvoyProcess present = envoys.get(service);
        if (present != null) {
            return present;
        }
        int dns = network.orElseThrow().dnsPort();
        EnvoyProcess started = EnvoyProcess.start(binary, directory, EnvoyPage.sidecar(service, dns));
        envoys.put(service, started);
        return started;
    }

    @Override
    public List<String> table(RoutingCase each) {
        return List.of("are those of docs/envoy.md");
    }

    private void leave() {
        envoys.values().forEach(EnvoyProcess::close);
        envoys.clear();
        network.ifPresent(ServiceNetwork::close);
        network = Optional.empty();
    }

    @Override
    public void close() {
        leave();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
