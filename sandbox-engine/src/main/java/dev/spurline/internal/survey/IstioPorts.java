// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.survey;

import dev.spurline.cluster.internal.istio.IstioCapture;
import dev.spurline.cluster.internal.istio.IstioCapture.Setting;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Tells which connections Istio leaves to a pod's program, so that its proxy sees nothing of them. */
public final class IstioPorts {

    /** With Istio's CNI plugin the second checks what the plugin has done, and has the same arguments. */
    private static final Set<String> INIT = Set.of("istio-init", "istio-validation");

    /** Neither is there where nothing is led to the proxy, but the injector tells the proxy so. */
    private static final String MODE = "ISTIO_META_INTERCEPTION_MODE";

    private IstioPorts() {}

    /**
     * Returns by which setting what a pod sends to a port of a Service goes around its proxy; empty if it does not.
     *
     * @param addresses those of the Service
     */
    public static Optional<Setting> outbound(Pod pod, int port, Collection<String> addresses) {
        IstioCapture capture = capture(pod);
        return addresses.stream()
                .flatMap(address -> capture.outbound(port, address).stream())
                .findFirst();
    }

    /** Returns the sentence's end that says by what a pod's proxy does not see what comes in on some ports, if so. */
    public static Optional<String> hidden(Pod pod, Set<Integer> ports) {
        IstioCapture capture = capture(pod);
        return ports.stream()
                .sorted()
                .flatMap(port -> capture.inbound(port).stream()
                        .map(setting -> "port [%d] goes around its proxy (%s)".formatted(port, setting.annotation())))
                .findFirst();
    }

    private static IstioCapture capture(Pod pod) {
        return new IstioCapture(setting -> argument(pod, setting.argument())
                .or(() -> Optional.ofNullable(ObjectLabels.annotations(pod).get(setting.annotation())))
                .or(() -> setting == Setting.INTERCEPTION_MODE ? mode(pod) : Optional.empty()));
    }

    /** What the init container was told holds, as the mesh may have lists of its own. */
    private static Optional<String> argument(Pod pod, String name) {
        return pod.getSpec().getInitContainers().stream()
                .filter(container -> INIT.contains(container.getName()))
                .map(Container::getArgs)
                .filter(arguments -> arguments.contains(name))
                .map(arguments -> behind(arguments, name))
                .findFirst();
    }

    private static String behind(List<String> arguments, String name) {
        int place = arguments.indexOf(name) + 1;
        return place < arguments.size() ? arguments.get(place) : "";
    }

    private static Optional<String> mode(Pod pod) {
        return MeshSigns.proxyContainer(pod).map(Container::getEnv).stream()
                .flatMap(List::stream)
                .filter(variable -> variable.getName().equals(MODE))
                .flatMap(variable -> Stream.ofNullable(variable.getValue()))
                .findFirst();
    }
}
