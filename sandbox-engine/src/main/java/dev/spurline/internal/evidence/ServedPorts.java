// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.evidence;

import dev.spurline.internal.plan.ForkService;
import dev.spurline.internal.routing.ServicePorts;
import dev.spurline.internal.survey.IstioPorts;
import dev.spurline.internal.survey.LinkerdPorts;
import dev.spurline.internal.survey.MeshSigns;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Probe;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The ports of a fork's pod by which requests are counted.
 *
 * @param ports those behind the HTTP ports of the fork's Services: requests with the key come in there and nowhere else
 * @param others whether the pod listens on other ports, too, on which a scraper may come in
 * @param askers who else sends requests through the pod's proxy, by port: they may be taken for requests of a test
 * @param hidden why the pod's proxy does not see the requests that come in on one of the ports; empty if it sees all
 */
record ServedPorts(Set<Integer> ports, boolean others, Map<Integer, String> askers, String hidden) {

    /** Where Istio's injector leads probes to its agent, which asks the container itself. */
    private static final String REWRITTEN = "/app-health/";

    /** Where it leads Prometheus, unless it is told not to merge the metrics. */
    private static final String MERGED = "/stats/prometheus";

    /** Copies the collections. */
    ServedPorts {
        ports = Set.copyOf(ports);
        askers = Map.copyOf(askers);
    }

    static ServedPorts of(Collection<ForkService> services, Pod pod) {
        Set<Integer> ports = services.stream()
                .flatMap(service -> service.ports().stream())
                .filter(ServicePorts.Port::http)
                .flatMap(port -> number(containers(pod), port.target()).stream())
                .collect(Collectors.toSet());
        return new ServedPorts(ports, listensElsewhere(pod, ports), askers(pod, ports), hidden(pod, ports));
    }

    private static String hidden(Pod pod, Set<Integer> ports) {
        if (MeshSigns.linkerdProxy(pod)) {
            return LinkerdPorts.hidden(pod, ports).orElse("");
        }
        return MeshSigns.istioSidecar(pod) ? IstioPorts.hidden(pod, ports).orElse("") : "";
    }

    private static boolean listensElsewhere(Pod pod, Set<Integer> ports) {
        Stream<Integer> declared = containers(pod).stream()
                .flatMap(container -> container.getPorts().stream())
                .map(ContainerPort::getContainerPort);
        Stream<Integer> annotated = number(List.of(), annotation(pod, "prometheus.io/port")).stream();
        return Stream.concat(declared, annotated).anyMatch(port -> !ports.contains(port));
    }

    /** Returns who else sends requests to a port of the pod; empty if nobody is known. */
    String asker() {
        return askers.values().stream().sorted().findFirst().orElse("");
    }

    /** Returns who else sends requests to the ports that are counted; empty if nobody is known. */
    String askerOfPorts() {
        return askers.entrySet().stream()
                .filter(asker -> ports.contains(asker.getKey()))
                .map(Map.Entry::getValue)
                .sorted()
                .findFirst()
                .orElse("");
    }

    boolean has(@Nullable String port) {
        return ports.stream().anyMatch(own -> String.valueOf(own).equals(port));
    }

    private static Map<Integer, String> askers(Pod pod, Set<Integer> ports) {
        Map<Integer, String> askers = new LinkedHashMap<>();
        if (probesPassProxy(pod)) {
            containers(pod)
                    .forEach(container -> probes(container).forEach((name, probe) -> {
                        port(container, probe)
                                .ifPresent(port -> askers.put(
                                        port,
                                        "the kubelet's %s of container [%s] goes through the proxy"
                                                .formatted(name, container.getName())));
                    }));
        }
        scraped(pod, ports)
                .forEach(port -> askers.put(
                        port, "Prometheus reads port [%d] through the proxy, by annotation".formatted(port)));
        return askers;
    }

    /** Linkerd leaves probes as they are. A sidecar that is not in the pod's spec has not changed the spec either. */
    private static boolean probesPassProxy(Pod pod) {
        return !MeshSigns.istioSidecar(pod)
                || MeshSigns.proxyContainer(pod).isPresent()
                || "false".equals(annotation(pod, "sidecar.istio.io/rewriteAppHTTPProbers"));
    }

    private static Map<String, Probe> probes(Container container) {
        Map<String, Probe> probes = new LinkedHashMap<>();
        Optional.ofNullable(container.getStartupProbe()).ifPresent(probe -> probes.put("startupProbe", probe));
        Optional.ofNullable(container.getLivenessProbe()).ifPresent(probe -> probes.put("livenessProbe", probe));
        Optional.ofNullable(container.getReadinessProbe()).ifPresent(probe -> probes.put("readinessProbe", probe));
        return probes;
    }

    /** A TCP probe is no request. */
    private static Optional<Integer> port(Container container, Probe probe) {
        if (probe.getGrpc() != null) {
            return Optional.ofNullable(probe.getGrpc().getPort());
        }
        if (probe.getHttpGet() == null
                || String.valueOf(probe.getHttpGet().getPath()).startsWith(REWRITTEN)) {
            return Optional.empty();
        }
        IntOrString port = probe.getHttpGet().getPort();
        return number(
                List.of(container), port.getIntVal() == null ? port.getStrVal() : String.valueOf(port.getIntVal()));
    }

    private static Set<Integer> scraped(Pod pod, Set<Integer> ports) {
        if (MeshSigns.proxyContainer(pod).isEmpty()
                || !"true".equals(annotation(pod, "prometheus.io/scrape"))
                || MERGED.equals(annotation(pod, "prometheus.io/path"))) {
            return Set.of();
        }
        String port = annotation(pod, "prometheus.io/port");
        // Without one, Prometheus' usual configuration reads all declared ports.
        return port.isEmpty() ? ports : number(List.of(), port).stream().collect(Collectors.toSet());
    }

    private static Optional<Integer> number(List<Container> containers, String port) {
        if (port.matches("\\d{1,5}")) {
            return Optional.of(Integer.valueOf(port));
        }
        return containers.stream()
                .flatMap(container -> container.getPorts().stream())
                .filter(declared -> port.equals(declared.getName()))
                .map(ContainerPort::getContainerPort)
                .findFirst();
    }

    private static List<Container> containers(Pod pod) {
        return Stream.concat(pod.getSpec().getContainers().stream(), pod.getSpec().getInitContainers().stream())
                .filter(container -> !MeshSigns.isProxy(container))
                .toList();
    }

    private static String annotation(Pod pod, String name) {
        Map<String, String> all = pod.getMetadata().getAnnotations();
        return all == null ? "" : all.getOrDefault(name, "");
    }
}
