// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.connect;

import dev.spurline.PreflightException;
import dev.spurline.Settings;
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
 * @param stronger the sources that say nothing
 * @param weaker the other sources
 */
record DecidingSource(
        Optional<GivenValue<String>> named,
        Optional<GivenValue<String>> context,
        List<Settings> stronger,
        List<Settings> weaker) {

    static final String EMBEDDED = "embedded";
    static final String KUBECONFIG = "kubeconfig";

    /**
     * Finds the source.
     *
     * @return the source, or empty if none says anything
     * @throws PreflightException if it contradicts itself, or a stronger one describes another cluster
     */
    static Optional<DecidingSource> of(Settings settings) {
        List<Settings> sources = settings.sources();
        return IntStream.range(0, sources.size())
                .mapToObj(i -> new DecidingSource(
                        Setting.CLUSTER.given(sources.get(i)),
                        Setting.CONTEXT.given(sources.get(i)),
                        sources.subList(0, i),
                        sources.subList(i + 1, sources.size())))
                .filter(source -> source.named.isPresent() || source.context.isPresent())
                .findFirst()
                .map(DecidingSource::checked);
    }

    private DecidingSource checked() {
        if (named.isPresent() && context.isPresent() && !cluster().equals(KUBECONFIG)) {
            throw new PreflightException(
                    "spurline.cluster is [%s] (%s) and spurline.context is [%s] (%s): only [kubeconfig] has contexts. Keep one of them"
                            .formatted(
                                    cluster(),
                                    named.get().source(),
                                    context.get().text(),
                                    context.get().source()));
        }
        if (!cluster().equals(KUBECONFIG)) {
            refuseUnheard(Setting.KUBECONFIG, "spurline.context=<context>");
        }
        if (!cluster().equals(EMBEDDED)) {
            refuseUnheard(Setting.BLUEPRINT, "spurline.cluster=embedded");
        }
        return this;
    }

    /** Who describes a cluster means that one. */
    private void refuseUnheard(Setting<String> description, String choice) {
        stronger.stream()
                .flatMap(source -> description.given(source).stream())
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
        return Stream.concat(
                        context.stream(), weaker.stream().flatMap(source -> Setting.CONTEXT.given(source).stream()))
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

    private Stream<GivenValue<String>> overruled(Settings source) {
        Optional<String> chosen = cluster().equals(KUBECONFIG) ? anyContext().map(GivenValue::value) : Optional.empty();
        return Stream.concat(
                Setting.CLUSTER.given(source).stream()
                        .filter(other -> !other.value().equals(cluster())),
                Setting.CONTEXT.given(source).stream()
                        .filter(other -> chosen.filter(other.value()::equals).isEmpty()));
    }
}
