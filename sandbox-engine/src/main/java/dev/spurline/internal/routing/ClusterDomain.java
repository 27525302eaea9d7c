// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import dev.spurline.internal.survey.MeshSigns;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The domain of a cluster, which is {@code cluster.local} if nobody has chosen another: Istio's proxies are told it. */
public final class ClusterDomain {

    private static final String USUAL = "cluster.local";
    private static final Pattern ARGUMENT = Pattern.compile(".*\\.svc\\.(\\S+)");

    private final Optional<String> name;

    private ClusterDomain(Optional<String> name) {
        this.name = name;
    }

    /** Returns the domain of the cluster that was surveyed, the usual one if no proxy tells it. */
    public static String of(Survey survey) {
        return told(survey).orElse(USUAL);
    }

    /** Returns the domain that proxies are told; empty if none tells it. */
    static Optional<String> told(Survey survey) {
        return survey.derived(ClusterDomain.class, ClusterDomain::read).name;
    }

    private static ClusterDomain read(Survey survey) {
        return new ClusterDomain(survey.pods().stream()
                .map(ClusterDomain::told)
                .flatMap(Optional::stream)
                .findFirst());
    }

    /** The injector gives a sidecar {@code --domain $(POD_NAMESPACE).svc.<domain>}. */
    private static Optional<String> told(Pod pod) {
        return MeshSigns.proxyContainer(pod)
                .flatMap(proxy -> after(proxy.getArgs()))
                .map(ARGUMENT::matcher)
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1));
    }

    private static Optional<String> after(List<String> arguments) {
        int place = arguments.indexOf("--domain");
        return Stream.of(place)
                .filter(found -> found >= 0 && found + 1 < arguments.size())
                .map(found -> arguments.get(found + 1))
                .findFirst();
    }
}
