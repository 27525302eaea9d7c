// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.survey;

import dev.spurline.cluster.internal.linkerd.LinkerdPortList;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Tells at which ports Linkerd's proxies see requests: those of Services, and those of pods. */
public final class LinkerdPorts {

    private static final String OPAQUE = "config.linkerd.io/opaque-ports";

    /** proxy.opaquePorts of Linkerd's chart. */
    private static final String OPAQUE_BY_DEFAULT = "25,587,3306,4444,5432,6379,9300,11211";

    /** proxyInit.ignoreInboundPorts and ignoreOutboundPorts of the chart. */
    private static final String SKIPPED_BY_DEFAULT = "4567,4568";

    /** All others that a port declares are opaque: policy-controller/core/src/outbound.rs. */
    private static final Set<String> HTTP = Set.of("http", "kubernetes.io/h2c");

    private static final int ADMIN = 4191;

    private LinkerdPorts() {}

    /**
     * Returns whether the callers' proxies look for requests on a port of a Service. They ask the destination controller
     * first, which does not know what a port declares (linkerd2-proxy, linkerd/app/outbound/src/sidecar.rs).
     */
    public static boolean http(Service service, ServicePort port) {
        LinkerdPortList opaque = list(service, OPAQUE, OPAQUE_BY_DEFAULT);
        Map<String, Integer> names = new HashMap<>();
        service.getSpec().getPorts().stream()
                .filter(named -> named.getName() != null)
                .forEach(named -> names.putIfAbsent(named.getName(), named.getPort()));
        return !opaque.tellsDestinations(port.getPort(), names)
                && Optional.ofNullable(port.getAppProtocol())
                        .map(declared -> HTTP.contains(declared.toLowerCase(Locale.ROOT)))
                        .orElseGet(() -> !opaque.tellsPolicies(port.getPort()));
    }

    /** Returns whether what a pod sends to a port of a Service goes around its proxy. */
    public static boolean skipsOutbound(Pod pod, int port) {
        return skipped(pod, "outbound").tellsPolicies(port);
    }

    /** Returns whether what comes in on a port of a pod goes around its proxy. */
    private static boolean skipsInbound(Pod pod, int port) {
        return skipped(pod, "inbound").tellsPolicies(port);
    }

    /** Returns whether a pod's proxy passes on the bytes that come in on a port, and does not see requests in them. */
    private static boolean opaque(Pod pod, int port) {
        LinkerdPortList list = list(pod, OPAQUE, OPAQUE_BY_DEFAULT);
        Map<String, Integer> names = new HashMap<>();
        pod.getSpec().getContainers().stream()
                .flatMap(container -> container.getPorts().stream())
                .filter(named -> named.getName() != null)
                .forEach(named -> names.put(named.getName(), named.getContainerPort()));
        return list.tellsDestinations(port, names) || list.tellsPolicies(port);
    }

    /** Returns the port of a proxy's own pages: the injector names it, {@code config.linkerd.io/admin-port} changes it. */
    public static int admin(Pod pod) {
        return MeshSigns.proxyContainer(pod).map(Container::getPorts).stream()
                .flatMap(List::stream)
                .filter(port -> "linkerd-admin".equals(port.getName()))
                .map(ContainerPort::getContainerPort)
                .findFirst()
                .orElseGet(() -> annotatedAdmin(pod));
    }

    private static int annotatedAdmin(Pod pod) {
        String port = ObjectLabels.annotations(pod).getOrDefault("config.linkerd.io/admin-port", "");
        return port.matches("\\d{1,5}") ? Integer.parseInt(port) : ADMIN;
    }

    /** What the init container was told holds; with Linkerd's CNI plugin there is none, and the annotation is what is known. */
    private static LinkerdPortList skipped(Pod pod, String direction) {
        return pod.getSpec().getInitContainers().stream()
                .filter(container -> container.getName().equals("linkerd-init"))
                .findFirst()
                .map(container -> argument(container.getArgs(), "--%s-ports-to-ignore".formatted(direction)))
                .map(LinkerdPortList::new)
                .orElseGet(() -> list(pod, "config.linkerd.io/skip-%s-ports".formatted(direction), SKIPPED_BY_DEFAULT));
    }

    private static String argument(List<String> arguments, String name) {
        int place = arguments.indexOf(name);
        return place < 0 || place + 1 == arguments.size() ? "" : arguments.get(place + 1);
    }

    private static LinkerdPortList list(HasMetadata object, String annotation, String otherwise) {
        return new LinkerdPortList(ObjectLabels.annotations(object).getOrDefault(annotation, otherwise));
    }

    /** Returns the sentence's end that says by what a pod's proxy does not see what comes in on some ports, if so. */
    public static Optional<String> hidden(Pod pod, Set<Integer> ports) {
        return Stream.concat(
                        ports.stream()
                                .filter(port -> skipsInbound(pod, port))
                                .map(port -> "port [%d] goes around its proxy (config.linkerd.io/skip-inbound-ports)"
                                        .formatted(port)),
                        ports.stream()
                                .filter(port -> opaque(pod, port))
                                .map(port -> "port [%d] is opaque to its proxy (%s)".formatted(port, OPAQUE)))
                .sorted()
                .findFirst();
    }
}
