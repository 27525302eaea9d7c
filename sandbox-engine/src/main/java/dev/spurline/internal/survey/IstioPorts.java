// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.survey;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Tells which ports Istio leaves to a pod's program, so that its proxy sees nothing of them. Lists have numbers alone; ports
 * that come in are all ({@code *}) or some, and none where the list is empty; some of all may be excluded.
 *
 * <p>Source: istio.io/latest/docs/reference/config/annotations, traffic.sidecar.istio.io; the arguments of
 * {@code istio-init} in {@code manifests/charts/istio-control/istio-discovery/files/injection-template.yaml} of Istio.
 */
public final class IstioPorts {

    private static final String PREFIX = "traffic.sidecar.istio.io/";
    private static final String ALL = "*";

    /** With Istio's CNI plugin the second checks what the plugin has done, and has the same arguments. */
    private static final Set<String> INIT = Set.of("istio-init", "istio-validation");

    private IstioPorts() {}

    /** Returns whether what a pod sends to a port of a Service goes around its proxy. */
    public static boolean skipsOutbound(Pod pod, int port) {
        return has(told(pod, "-o", "excludeOutboundPorts", ""), port);
    }

    /** Returns the sentence's end that says by what a pod's proxy does not see what comes in on some ports, if so. */
    public static Optional<String> hidden(Pod pod, Set<Integer> ports) {
        String included = told(pod, "-b", "includeInboundPorts", ALL);
        String excluded = told(pod, "-d", "excludeInboundPorts", "");
        boolean all = included.strip().equals(ALL);
        Predicate<Integer> skipped = port -> all ? has(excluded, port) : !has(included, port);
        return ports.stream()
                .filter(skipped)
                .sorted()
                .findFirst()
                .map(port -> "port [%d] goes around its proxy (%s%s)"
                        .formatted(port, PREFIX, all ? "excludeInboundPorts" : "includeInboundPorts"));
    }

    private static boolean has(String list, int port) {
        return Stream.of(list.split(",")).map(String::strip).anyMatch(Integer.toString(port)::equals);
    }

    /** What the init container was told holds, as the mesh may have lists of its own. */
    private static String told(Pod pod, String argument, String annotation, String otherwise) {
        return pod.getSpec().getInitContainers().stream()
                .filter(container -> INIT.contains(container.getName()))
                .map(Container::getArgs)
                .filter(arguments -> arguments.contains(argument))
                .map(arguments -> behind(arguments, argument))
                .findFirst()
                .orElseGet(() -> ObjectLabels.annotations(pod).getOrDefault(PREFIX + annotation, otherwise));
    }

    private static String behind(List<String> arguments, String name) {
        int place = arguments.indexOf(name) + 1;
        return place < arguments.size() ? arguments.get(place) : "";
    }
}
