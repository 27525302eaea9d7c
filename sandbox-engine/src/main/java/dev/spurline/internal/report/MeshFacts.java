// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.report;

import dev.spurline.internal.survey.IstioRevision;
import dev.spurline.internal.survey.MeshSigns;
import dev.spurline.internal.survey.ObjectLabels;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Tells which mesh decides about the requests of a namespace, as its pods show it. */
final class MeshFacts {

    private static final String PROXY_IMAGE = "sidecar.istio.io/proxyImage";
    private static final String LINKERD_VERSION = "linkerd.io/proxy-version";

    private final Survey survey;

    MeshFacts(Survey survey) {
        this.survey = survey;
    }

    String sentence() {
        return switch (survey.mesh()) {
            case ISTIO ->
                "Istio, sidecars of version %s, of revision %s, told by istiod in namespace %s"
                        .formatted(
                                all(MeshFacts::istioVersion),
                                all(pod -> Optional.of(IstioRevision.of(pod).name())),
                                all(pod -> Optional.of(IstioRevision.of(pod).namespace())));
            case ISTIO_AMBIENT ->
                "Istio in ambient mode: requests to a Service are told apart where a waypoint stands before it";
            case LINKERD -> "Linkerd, proxies of version %s".formatted(all(MeshFacts::linkerdVersion));
            case ENVOY -> "None is asked for: Envoys that are configured for it obey what requests say of forks";
            case NONE -> "None was found, or none is asked for by spurline.routing";
        };
    }

    private String all(Function<Pod, Optional<String>> value) {
        TreeSet<String> values = survey.pods().stream()
                .filter(pod -> MeshSigns.proxied(survey.mesh(), pod))
                .flatMap(pod -> value.apply(pod).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        return values.isEmpty() ? "[unknown]" : values.toString();
    }

    private static Optional<String> istioVersion(Pod pod) {
        return Stream.concat(
                        MeshSigns.proxyContainer(pod).map(Container::getImage).stream(),
                        Stream.ofNullable(ObjectLabels.annotations(pod).get(PROXY_IMAGE)))
                .flatMap(image -> tag(image).stream())
                .findFirst();
    }

    private static Optional<String> linkerdVersion(Pod pod) {
        return Optional.ofNullable(ObjectLabels.annotations(pod).get(LINKERD_VERSION))
                .or(() -> MeshSigns.proxyContainer(pod).map(Container::getImage).flatMap(MeshFacts::tag));
    }

    /** What stands behind the last colon, unless that is the port of a registry. */
    private static Optional<String> tag(String image) {
        String name = image.replaceFirst("@.*", "");
        String tag = name.substring(name.lastIndexOf(':') + 1);
        return name.contains(":") && !tag.contains("/") ? Optional.of(tag) : Optional.empty();
    }

    /** Returns a container of a proxy of the mesh as it runs there: forks get one like it. */
    Optional<Container> proxy() {
        return survey.mesh() == ServiceMesh.ISTIO || survey.mesh() == ServiceMesh.LINKERD
                ? survey.pods().stream()
                        .filter(pod -> MeshSigns.proxied(survey.mesh(), pod))
                        .flatMap(pod -> MeshSigns.proxyContainer(pod).stream())
                        .findFirst()
                : Optional.empty();
    }
}
