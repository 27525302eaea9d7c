// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.connect;

import dev.spurline.PreflightException;
import dev.spurline.Settings;
import dev.spurline.internal.provider.ClusterProviders;
import dev.spurline.settings.GivenValue;
import dev.spurline.settings.Setting;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The strongest source that says anything about the cluster. {@code spurline.cluster} and {@code spurline.context} are one
 * choice: taken one by one, a context of the command line would go unheard beside {@code spurline.cluster=embedded} in a
 * file, and the tests would pass on the wrong cluster.
 *
 * @param named what it says of the cluster
 * @param context what it says of the context
 * @param source the source
 * @param stronger the sources that say nothing
 * @param weaker the other sources
 */
record DecidingSource(
        Optional<GivenValue<String>> named,
        Optional<GivenValue<String>> context,
        Settings source,
        List<Settings> stronger,
        List<Settings> weaker) {

    static final String KUBECONFIG = "kubeconfig";
    static final String IN_CLUSTER = "in-cluster";

    /**
     * Finds the source.
     *
     * @param settings the sources
     * @param providers the clusters that can be started
     * @return the source, or empty if none says anything
     * @throws PreflightException if it contradicts itself, or a stronger one describes another cluster
     */
    static Optional<DecidingSource> of(Settings settings, ClusterProviders providers) {
        List<Settings> sources = settings.sources();
        return IntStream.range(0, sources.size())
                .mapToObj(i -> new DecidingSource(
                        Setting.CLUSTER.given(sources.get(i)),
                        Setting.CONTEXT.given(sources.get(i)),
                        sources.get(i),
                        sources.subList(0, i),
                        sources.subList(i + 1, sources.size())))
                .filter(any -> any.named.isPresent() || any.context.isPresent())
                .findFirst()
                .map(deciding -> deciding.checked(providers));
    }

    private DecidingSource checked(ClusterProviders providers) {
        if (!cluster().equals(KUBECONFIG)) {
            refuseBeside(Setting.CONTEXT, "only [kubeconfig] has contexts");
            refuseBeside(Setting.KUBECONFIG, "only [kubeconfig] is described by one");
            refuseUnheard(Setting.KUBECONFIG, "spurline.context=<context>");
        }
        List<String> described = providers.describedByBlueprint();
        if (!described.contains(cluster())) {
            refuseBeside(Setting.BLUEPRINT, "only [%s] is described by one".formatted(String.join(", ", described)));
            refuseUnheard(Setting.BLUEPRINT, "spurline.cluster=embedded");
        }
        return this;
    }

    /** Who says two things in one source means both. Where a stronger source chooses, neither of them is used. */
    private void refuseBeside(Setting<String> description, String why) {
        description.given(source).ifPresent(contrary -> {
            Setting<String> choice = named.isPresent() ? Setting.CLUSTER : Setting.CONTEXT;
            throw new PreflightException("%s is [%s] (%s) and %s is [%s] (%s): %s. Keep one of them"
                    .formatted(
                            choice.key(),
                            deciding().text(),
                            deciding().source(),
                            description.key(),
                            contrary.text(),
                            contrary.source(),
                            why));
        });
    }

    /** Who describes a cluster means that one. */
    private void refuseUnheard(Setting<String> description, String choice) {
        stronger.stream()
                .flatMap(any -> description.given(any).stream())
                .findFirst()
                .ifPresent(unheard -> {
                    throw new PreflightException(
                            "%s is [%s] (%s), but the cluster is [%s] by the weaker %s. Set %s beside it, or spurline.cluster=%s if it is not meant"
                                    .formatted(
                                            description.key(),
                                            unheard.text(),
                                            unheard.source(),
                                            cluster(),
                                            deciding().source(),
                                            choice,
                                            cluster()));
                });
    }

    /** Returns which cluster is chosen. */
    String cluster() {
        return named.map(GivenValue::value).orElse(KUBECONFIG);
    }

    /**
     * Returns the context, which a weaker source may name.
     *
     * @throws PreflightException if none does
     */
    String requiredContext() {
        return anyContext()
                .map(GivenValue::value)
                .orElseThrow(() -> new PreflightException(
                        "spurline.cluster is [kubeconfig] (%s), but no context is named: set spurline.context. "
                                        .formatted(deciding().source())
                                + "The current context is never used just because it is current"));
    }

    private Optional<GivenValue<String>> anyContext() {
        return Stream.concat(context.stream(), weaker.stream().flatMap(any -> Setting.CONTEXT.given(any).stream()))
                .findFirst();
    }

    private GivenValue<String> deciding() {
        return named.or(() -> context).orElseThrow();
    }

    /** Returns what decided, and over what, for the log. */
    String reason() {
        String unheard = weaker.stream()
                .flatMap(this::overruled)
                .map(value -> "%s [%s]".formatted(value.source(), value.text()))
                .distinct()
                .collect(Collectors.joining(" and "));
        return deciding().source() + contextElsewhere() + (unheard.isEmpty() ? "" : ", stronger than " + unheard);
    }

    private String contextElsewhere() {
        return cluster().equals(KUBECONFIG) && context.isEmpty()
                ? ", its context by " + anyContext().map(GivenValue::source).orElse("nothing")
                : "";
    }

    private Stream<GivenValue<String>> overruled(Settings other) {
        Optional<String> chosen = cluster().equals(KUBECONFIG) ? anyContext().map(GivenValue::value) : Optional.empty();
        return Stream.concat(
                Setting.CLUSTER.given(other).stream()
                        .filter(value -> !value.value().equals(cluster())),
                Setting.CONTEXT.given(other).stream()
                        .filter(value -> chosen.filter(value.value()::equals).isEmpty()));
    }
}
