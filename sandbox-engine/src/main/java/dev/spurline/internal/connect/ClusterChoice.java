// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.connect;

import dev.spurline.ClusterSettings;
import dev.spurline.PreflightException;
import dev.spurline.Settings;
import dev.spurline.cluster.Blueprint;
import dev.spurline.settings.GivenValue;
import dev.spurline.settings.Setting;
import java.util.Optional;

/** Which cluster to use, and what decided. */
public sealed interface ClusterChoice {

    /** Returns what decided, for the log. */
    String reason();

    /**
     * A cluster that a kubeconfig describes.
     *
     * @param context the context; it has been named by somebody, never taken because it is current
     * @param reason what decided
     */
    record Kubeconfig(String context, String reason) implements ClusterChoice {}

    /**
     * A cluster that is started for this engine.
     *
     * @param blueprint what it shall be
     * @param reason what decided
     */
    record Embedded(Blueprint blueprint, String reason) implements ClusterChoice {}

    /**
     * The cluster in which this JVM runs as a pod.
     *
     * @param reason what decided
     */
    record InCluster(String reason) implements ClusterChoice {}

    /**
     * Chooses, without any I/O.
     *
     * @param cluster the settings
     * @param embeddable whether a provider of embedded clusters is on the class path
     * @return the choice
     * @throws PreflightException if nothing decides, or settings contradict each other
     */
    static ClusterChoice of(ClusterSettings cluster, boolean embeddable) {
        Optional<DecidingSource> deciding = DecidingSource.of(cluster.settings());
        if (deciding.isEmpty()) {
            refuseUndecided(cluster.settings());
            return embedded(cluster, embeddable, "a blueprint and no spurline.context");
        }
        DecidingSource source = deciding.get();
        return switch (source.cluster()) {
            case DecidingSource.EMBEDDED -> embedded(cluster, embeddable, source.reason());
            case DecidingSource.KUBECONFIG -> new Kubeconfig(source.requiredContext(), source.reason());
            default -> new InCluster(source.reason());
        };
    }

    /** What would be left is a blueprint, and tests that pass on the wrong cluster. */
    private static void refuseUndecided(Settings settings) {
        if (settings.find("CI").isPresent()) {
            throw new PreflightException(
                    "No cluster is chosen: the environment variable [CI] is set, and there a cluster must be named. "
                            + "Set spurline.cluster=embedded, spurline.cluster=in-cluster, or spurline.context=<context>");
        }
        Setting.KUBECONFIG.given(settings).ifPresent(kubeconfig -> {
            throw new PreflightException(
                    "No cluster is chosen: spurline.kubeconfig is [%s] (%s), but no context is named: set spurline.context=<context>, or spurline.cluster=embedded. "
                                    .formatted(kubeconfig.text(), kubeconfig.source())
                            + "The current context is never used just because it is current");
        });
    }

    private static ClusterChoice embedded(ClusterSettings cluster, boolean embeddable, String reason) {
        Blueprint blueprint = cluster.blueprint()
                .or(() -> Setting.BLUEPRINT.given(cluster.settings()).map(ClusterChoice::instantiate))
                .orElseThrow(() -> new PreflightException(
                        "No cluster is chosen: set spurline.context=<context of your kubeconfig> for a cluster that runs, or name a "
                                + "blueprint for an embedded one (@Sandbox(blueprint = …) or spurline.blueprint). "
                                + "The current context is never used just because it is current"));
        if (!embeddable) {
            throw new PreflightException(
                    "Blueprint [%s] needs the embedded cluster, which is not on the class path: add dev.spurline:embedded-cluster, "
                                    .formatted(blueprint.getClass().getName())
                            + "or set spurline.context=<context of your kubeconfig>");
        }
        return new Embedded(blueprint, reason);
    }

    private static Blueprint instantiate(GivenValue<String> name) {
        try {
            ClassLoader loader = Thread.currentThread().getContextClassLoader();
            return Class.forName(name.value(), true, loader)
                    .asSubclass(Blueprint.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new PreflightException(
                    "spurline.blueprint is [%s] (%s): it must name a Blueprint with a constructor without parameters: %s"
                            .formatted(name.value(), name.source(), e),
                    e);
        }
    }
}
