// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import dev.spurline.cluster.Images;
import dev.spurline.cluster.PodContainer;
import dev.spurline.cluster.PodServer;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Stands for every image: listens on all ports that the manifests name, and answers any request, HTTP/1.1 or HTTP/2, with the
 * pod's name and the key that it was told. What is to come to an end, as init containers, ends at once.
 */
final class EchoServer implements Images.Program {

    private static final String KEY = "SPURLINE_POD_ROUTING_KEY";

    private final Vertx vertx;
    private final Set<Integer> ports = new TreeSet<>();
    private final Set<String> ending = new TreeSet<>();

    EchoServer(Vertx vertx, Collection<HasMetadata> manifests) {
        this.vertx = vertx;
        manifests.forEach(object -> {
            PodTemplates.of(object).forEach(template -> containers(template.getSpec(), object.getKind()));
            if (object instanceof Service service) {
                service.getSpec().getPorts().stream()
                        .map(ServicePort::getTargetPort)
                        .filter(port -> port != null && port.getIntVal() != null)
                        .forEach(port -> ports.add(port.getIntVal()));
            }
        });
    }

    private void containers(PodSpec pod, String kind) {
        Stream.concat(pod.getContainers().stream(), pod.getInitContainers().stream())
                .flatMap(container -> container.getPorts().stream())
                .forEach(port -> ports.add(port.getContainerPort()));
        pod.getInitContainers().stream()
                .filter(container -> !"Always".equals(container.getRestartPolicy()))
                .forEach(container -> ending.add(container.getName()));
        if (kind.equals("CronJob")) {
            pod.getContainers().forEach(container -> ending.add(container.getName()));
        }
    }

    @Override
    public PodServer start(PodContainer container) {
        if (ending.contains(container.name())) {
            container.exit(0);
            return PodServer.of(Map.of(), () -> {});
        }
        List<HttpServer> servers = new ArrayList<>();
        Map<Integer, Integer> local = new HashMap<>();
        String answer = container.pod() + " " + container.env().getOrDefault(KEY, "");
        for (int port : ports) {
            HttpServer server = vertx.createHttpServer()
                    .requestHandler(request -> request.response().end(answer))
                    .listen(0, "localhost")
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
            servers.add(server);
            local.put(port, server.actualPort());
        }
        return PodServer.of(local, () -> servers.forEach(HttpServer::close));
    }
}
