// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import dev.spurline.internal.survey.MeshSigns;
import dev.spurline.internal.survey.ObjectLabels;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The minors of Istio whose proxies run in the namespaces that were read, such as {@code 1.31}: of the images of their sidecars,
 * which takes no right beside that to list pods. The control plane's own version is not ours to read.
 */
final class IstioVersion {

    private static final String IMAGE = "sidecar.istio.io/proxyImage";
    private static final Pattern TAG = Pattern.compile(".*:(\\d+\\.\\d+)[^/]*");

    private final SortedSet<String> minors;

    private IstioVersion(SortedSet<String> minors) {
        this.minors = Collections.unmodifiableSortedSet(minors);
    }

    /** Returns what a survey tells. */
    static IstioVersion of(Survey survey) {
        return survey.derived(IstioVersion.class, IstioVersion::read);
    }

    private static IstioVersion read(Survey survey) {
        SortedSet<String> minors = new TreeSet<>();
        survey.pods().stream()
                .map(IstioVersion::image)
                .flatMap(Optional::stream)
                .map(TAG::matcher)
                .filter(Matcher::matches)
                .forEach(matcher -> minors.add(matcher.group(1)));
        return new IstioVersion(minors);
    }

    private static Optional<String> image(Pod pod) {
        if (!MeshSigns.istioSidecar(pod)) {
            return Optional.empty();
        }
        Map<String, String> annotations = ObjectLabels.annotations(pod);
        return MeshSigns.proxyContainer(pod)
                .map(Container::getImage)
                .or(() -> Optional.ofNullable(annotations.get(IMAGE)));
    }

    /** Returns why it is not only minors of some set, as a part of a sentence; empty if it is. */
    Optional<String> unproven(Set<String> proven) {
        if (minors.isEmpty()) {
            return Optional.of("which one runs here cannot be told by the images of its sidecars");
        }
        return proven.containsAll(minors) ? Optional.empty() : Optional.of("sidecars of %s run here".formatted(minors));
    }
}
