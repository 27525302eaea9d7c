// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.connect;

import dev.spurline.ClusterSettings;
import dev.spurline.PreflightException;
import dev.spurline.Settings;
import dev.spurline.cluster.Blueprint;
import dev.spurline.cluster.ClusterProvider;
import dev.spurline.cluster.ClusterProvider.BlueprintUse;
import dev.spurline.internal.provider.ClusterProviders;
import dev.spurline.settings.GivenValue;
import dev.spurline.settings.Setting;
import java.util.Optional;

/** Which cluster to use, and what decided. */
public sealed interface ClusterChoice {

    /** Returns what decided, for the log. */
    String reason();

    /** Returns the name of the kind of cluster, as settings have it. */
    String kind();

    /** Returns where requests go in unless a setting says otherwise, for the log. */
    String entry();

    /**
     * A cluster that a kubeconfig describes.
     *
     * @param context the context; it has been named by somebody, never taken because it is current
     * @param reason what decided
     */
    record Kubeconfig(String context, String reason) implements ClusterChoice {

        @Override
        public String kind() {
            return DecidingSource.KUBECONFIG;
        }

        @Override
        public String entry() {
            return "port-forward";
        }
    }

    /**
     * A cluster that is started for this engine.
     *
     * @param provider starts it
     * @param blueprint what it shall be; empty if its provider knows
     * @param reason what decided
     */
    record Provided(ClusterProvider provider, Optional<Blueprint> blueprint, String reason) implements ClusterChoice {

        @Override
        public String kind() {
            return provider.name();
        }

        @Override
        public String entry() {
            return "ingress of the %s cluster, if it has one, else port-forward,".formatted(kind());
        }
    }

    /**
     * The cluster in which this JVM runs as a pod.
     *
     * @param reason what decided
     */
    record InCluster(String reason) implements ClusterChoice {

        @Override
        public String kind() {
            return DecidingSource.IN_CLUSTER;
        }

        @Override
        public String entry() {
            return "the Services themselves";
        }
    }

    /**
     * Chooses, without any I/O.
     *
     * @param cluster the settings
     * @param providers the clusters that can be started
     * @return the choice
     * @throws PreflightException if nothing decides, or settings contradict each other
     */
    static ClusterChoice of(ClusterSettings cluster, ClusterProviders providers) {
        Optional<DecidingSource> deciding = DecidingSource.of(cluster.settings(), providers);
        if (deciding.isEmpty()) {
            refuseUndecided(cluster.settings());
            return embedded(cluster, providers, "a blueprint and no spurline.context");
        }
        DecidingSource source = deciding.get();
        return switch (source.cluster()) {
            case ClusterProviders.EMBEDDED -> embedded(cluster, providers, source.reason());
            case DecidingSource.KUBECONFIG -> {
                providers.refuse(DecidingSource.KUBECONFIG);
                yield new Kubeconfig(source.requiredContext(), source.reason());
            }
            case DecidingSource.IN_CLUSTER -> {
                providers.refuse(DecidingSource.IN_CLUSTER);
                yield new InCluster(source.reason());
            }
            default -> provided(cluster, providers, source);
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

    private static ClusterChoice embedded(ClusterSettings cluster, ClusterProviders providers, String reason) {
        Blueprint blueprint = blueprint(cluster)
                .orElseThrow(() -> new PreflightException(
                        "No cluster is chosen: set spurline.context=<context of your kubeconfig> for a cluster that runs, or name a "
                                + "blueprint for an embedded one (@Sandbox(blueprint = …) or spurline.blueprint). "
                                + "The current context is never used just because it is current"));
        ClusterProvider provider = providers
                .find(ClusterProviders.EMBEDDED)
                .orElseThrow(() -> new PreflightException(
                        "Blueprint [%s] needs the embedded cluster, which is not on the class path: add dev.spurline:embedded-cluster, "
                                        .formatted(blueprint.getClass().getName())
                                + "or set spurline.context=<context of your kubeconfig>"));
        return new Provided(provider, Optional.of(blueprint), reason);
    }

    /** The name has been found when the setting was read. */
    private static ClusterChoice provided(ClusterSettings cluster, ClusterProviders providers, DecidingSource source) {
        ClusterProvider provider = providers
                .find(source.cluster())
                .orElseThrow(() -> new PreflightException("Cluster [%s] (%s) is provided by nobody: there are %s"
                        .formatted(source.cluster(), source.reason(), providers.describe())));
        Optional<Blueprint> blueprint =
                provider.blueprintUse() == BlueprintUse.NONE ? Optional.empty() : blueprint(cluster);
        if (provider.blueprintUse() == BlueprintUse.REQUIRED && blueprint.isEmpty()) {
            throw new PreflightException(
                    "Cluster [%s] (%s) needs a blueprint: name one with @Sandbox(blueprint = …) or spurline.blueprint"
                            .formatted(source.cluster(), source.reason()));
        }
        return new Provided(provider, blueprint, source.reason());
    }

    private static Optional<Blueprint> blueprint(ClusterSettings cluster) {
        return cluster.blueprint()
                .or(() -> Setting.BLUEPRINT.given(cluster.settings()).map(ClusterChoice::instantiate));
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
                            .formatted(
                                    name.value(),
                                    name.source(),
                                    nested(name.value())
                                            .map("did you mean [%s]?"::formatted)
                                            .orElse(e.toString())),
                    e);
        }
    }

    /** Returns the name by which the JVM knows a nested class that is named as in a program. */
    private static Optional<String> nested(String name) {
        StringBuilder binary = new StringBuilder(name);
        for (int dot = name.lastIndexOf('.'); dot >= 0; dot = name.lastIndexOf('.', dot - 1)) {
            binary.setCharAt(dot, '$');
            try {
                ClassLoader loader = Thread.currentThread().getContextClassLoader();
                return Optional.of(
                        Class.forName(binary.toString(), false, loader).getName());
            } catch (ClassNotFoundException e) {
                // One more of the names may be that of a class.
            }
        }
        return Optional.empty();
    }
}
