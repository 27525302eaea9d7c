// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import dev.spurline.ClusterSettings;
import dev.spurline.SandboxEngine;
import dev.spurline.Settings;
import dev.spurline.cluster.Blueprint;
import dev.spurline.settings.Setting;
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

    private RunEngines() {}

    static SandboxEngine of(ExtensionContext context, Optional<Class<? extends Blueprint>> blueprint) {
        Settings settings = settings(context);
        Set<String> workloads =
                settings.names().stream().anyMatch(Setting.IMAGE::covers) ? PlannedWorkloads.names() : Set.of();
        Cluster cluster = new Cluster(blueprint, given(settings), workloads);
        return ContextStores.holdForSession(context, cluster, SandboxEngine.class, () -> {
            SandboxEngine engine = connect(settings, cluster);
            ProgressReporter.of(context).connected(engine.cluster());
            return engine;
        });
    }

    private static Map<String, List<Settings.Value>> given(Settings settings) {
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

    /** Engines of which all this is the same are the same. */
    private record Cluster(
            Optional<Class<? extends Blueprint>> blueprint,
            Map<String, List<Settings.Value>> settings,
            Set<String> workloads) {}
}
