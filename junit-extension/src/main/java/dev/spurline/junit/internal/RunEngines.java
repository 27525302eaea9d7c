// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import dev.spurline.ClusterSettings;
import dev.spurline.SandboxEngine;
import dev.spurline.Settings;
import dev.spurline.cluster.Blueprint;
import dev.spurline.settings.Setting;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * One engine for each cluster that is described, in all plans of a session of JUnit's launcher that have the same settings, and
 * one reading of the settings in each plan.
 */
final class RunEngines {

    /** Those that no store holds yet: static because there is none when a plan begins. */
    private static final Map<Cluster, RunEngine> EARLY = new HashMap<>();

    /** How many engines a cluster has that stores hold. The listener, which has no store, cannot ask for these. */
    private static final Map<Cluster, Integer> HELD = new HashMap<>();

    private RunEngines() {}

    static SandboxEngine of(ExtensionContext context, Optional<Class<? extends Blueprint>> blueprint) {
        Settings settings = settings(context);
        Cluster cluster = cluster(settings, blueprint);
        return ContextStores.holdForSession(context, cluster, HeldEngine.class, () -> {
                    HeldEngine held = hold(settings, cluster);
                    ProgressReporter.of(context).connected(held.engine().cluster());
                    return held;
                })
                .engine();
    }

    private static HeldEngine hold(Settings settings, Cluster cluster) {
        RunEngine engine;
        synchronized (EARLY) {
            HELD.merge(cluster, 1, Integer::sum);
            engine = Optional.ofNullable(EARLY.remove(cluster))
                    .orElseGet(() -> new RunEngine(() -> connect(settings, cluster)));
        }
        try {
            return new HeldEngine(engine.get(), engine, cluster);
        } catch (RuntimeException | Error e) {
            letGo(cluster);
            throw e;
        }
    }

    private static void letGo(Cluster cluster) {
        synchronized (EARLY) {
            HELD.computeIfPresent(cluster, (any, count) -> count == 1 ? null : count - 1);
        }
    }

    /**
     * Returns an engine before there is a class that could ask for it, unless there is one of the same cluster already. The
     * first class that asks for it has it held and closed by a store.
     */
    static Optional<RunEngine> early(Settings settings, Optional<Class<? extends Blueprint>> blueprint) {
        Cluster cluster = cluster(settings, blueprint);
        synchronized (EARLY) {
            if (HELD.containsKey(cluster) || EARLY.containsKey(cluster)) {
                return Optional.empty();
            }
            RunEngine engine = new RunEngine(() -> connect(settings, cluster));
            EARLY.put(cluster, engine);
            return Optional.of(engine);
        }
    }

    /** Closes an engine, unless a class has asked for it. */
    static void closeEarly(RunEngine engine) {
        boolean unheld;
        synchronized (EARLY) {
            unheld = EARLY.values().remove(engine);
        }
        if (unheld) {
            engine.close();
        }
    }

    private static Cluster cluster(Settings settings, Optional<Class<? extends Blueprint>> blueprint) {
        Set<String> workloads =
                settings.names().stream().anyMatch(Setting.IMAGE::covers) ? PlannedWorkloads.names() : Set.of();
        return new Cluster(blueprint, given(settings), workloads);
    }

    /** Returns the settings as values that are equal if all is set to the same by the same. */
    static Map<String, List<Settings.Value>> given(Settings settings) {
        return settings.names().stream().collect(Collectors.toMap(name -> name, settings::findAll));
    }

    static Settings settings(ExtensionContext context) {
        ExtensionContext root = context.getRoot();
        return ContextStores.compute(
                root,
                Settings.class,
                () -> Settings.standard(root::getConfigurationParameter, ParameterNames.of(root)));
    }

    private static SandboxEngine connect(Settings settings, Cluster described) {
        ClusterSettings cluster = ClusterSettings.from(settings).withWorkloads(described.workloads());
        return SandboxEngine.connect(described
                .blueprint()
                .map(type -> cluster.withBlueprint(make(type)))
                .orElse(cluster));
    }

    private static Blueprint make(Class<? extends Blueprint> type) {
        try {
            return ReflectionSupport.newInstance(type);
        } catch (Exception e) {
            throw new WrongUseException(
                    "Blueprint [%s] cannot be made: it needs a constructor without parameters that succeeds (%s)"
                            .formatted(type.getName(), e),
                    e);
        }
    }

    /** An engine that a store holds. */
    private record HeldEngine(SandboxEngine engine, RunEngine owned, Cluster cluster) implements AutoCloseable {

        @Override
        public void close() {
            letGo(cluster);
            owned.close();
        }
    }

    /** Engines of which all this is the same are the same. */
    private record Cluster(
            Optional<Class<? extends Blueprint>> blueprint,
            Map<String, List<Settings.Value>> settings,
            Set<String> workloads) {}
}
