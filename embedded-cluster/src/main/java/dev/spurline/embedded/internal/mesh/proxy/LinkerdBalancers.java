// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.proxy;

import dev.spurline.embedded.internal.mesh.routing.Destination;
import dev.spurline.embedded.internal.mesh.routing.RouteDecision;
import dev.spurline.embedded.internal.mesh.routing.RouteTable;
import dev.spurline.embedded.internal.mesh.routing.ServicePort;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The gauge of a proxy of Linkerd of how many endpoints each of its balancers has: it has one for each backend of the routes of
 * a Service that it uses, before any request has taken the route.
 *
 * <p>Source: {@code linkerd/proxy/balance/gauge-endpoints}, ConcreteLabels in {@code linkerd/app/outbound/src/metrics.rs} of
 * linkerd2-proxy.
 *
 * @param used the ports that the proxy has sent requests to, each with its table
 * @param endpoints how many endpoints a port has
 */
record LinkerdBalancers(Map<ServicePort, RouteTable> used, Function<ServicePort, Integer> endpoints) {

    String write() {
        PrometheusText text = new PrometheusText().type("outbound_http_balancer_endpoints", "gauge");
        sorted(used.keySet())
                .forEach(port -> sorted(backends(port, Objects.requireNonNull(used.get(port))))
                        .forEach(backend -> write(text, port, backend)));
        return text.toString();
    }

    private static Stream<ServicePort> sorted(Set<ServicePort> ports) {
        return ports.stream().sorted(Comparator.comparing(ServicePort::toString));
    }

    private static Set<ServicePort> backends(ServicePort port, RouteTable table) {
        if (table.entries().isEmpty()) {
            return Set.of(port);
        }
        return table.entries().stream()
                .flatMap(entry -> entry.action().backends().stream())
                .map(RouteDecision.Backend::destination)
                .map(Destination::service)
                .flatMap(Optional::stream)
                .collect(Collectors.toSet());
    }

    private void write(PrometheusText text, ServicePort parent, ServicePort backend) {
        int ready = endpoints.apply(backend);
        for (String state : List.of("pending", "ready")) {
            List<String> labels = Stream.of(
                            List.of("endpoint_state", state), labels("parent", parent), labels("backend", backend))
                    .flatMap(Collection::stream)
                    .toList();
            text.sample(
                    "outbound_http_balancer_endpoints",
                    state.equals("ready") ? ready : 0,
                    labels.toArray(String[]::new));
        }
    }

    private static List<String> labels(String scope, ServicePort port) {
        return List.of(
                scope + "_group",
                "core",
                scope + "_kind",
                "Service",
                scope + "_namespace",
                port.namespace(),
                scope + "_name",
                port.name(),
                scope + "_port",
                String.valueOf(port.port()),
                scope + "_section_name",
                "");
    }
}
