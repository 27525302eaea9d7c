// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import dev.spurline.ClusterSettings;
import dev.spurline.SandboxEngine;
import dev.spurline.Settings;
import dev.spurline.cluster.Blueprint;
import dev.spurline.settings.Setting;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.ReflectionSupport;

/** One engine for each cluster that is described, and one reading of the settings, in a run of JUnit. */
final class RunEngines {

    private RunEngines() {}

    static SandboxEngine of(ExtensionContext context, Optional<Class<? extends Blueprint>> blueprint) {
        ExtensionContext root = context.getRoot();
        return ContextStores.hold(root, new Cluster(blueprint), SandboxEngine.class, () -> {
            SandboxEngine engine = connect(root, blueprint);
            ProgressReporter.of(context).connected(engine.cluster());
            return engine;
        });
    }

    static Settings settings(ExtensionContext context) {
        ExtensionContext root = context.getRoot();
        return ContextStores.compute(
                root,
                Settings.class,
                () -> Settings.standard(root::getConfigurationParameter, ParameterNames.of(root)));
    }

    private static SandboxEngine connect(ExtensionContext root, Optional<Class<? extends Blueprint>> blueprint) {
        Settings settings = settings(root);
        ClusterSettings cluster = ClusterSettings.from(settings)
                .withWorkloads(
                        settings.names().stream().anyMatch(Setting.IMAGE::covers)
                                ? PlannedWorkloads.names()
                                : Set.of());
        return SandboxEngine.connect(
                blueprint.map(type -> cluster.withBlueprint(make(type))).orElse(cluster));
    }

    private static Blueprint make(Class<? extends Blueprint> type) {
        try {
            return ReflectionSupport.newInstance(type);
        } catch (Exception e) {
            throw new ExtensionConfigurationException(
                    "Blueprint [%s] cannot be made: it needs a constructor without parameters that succeeds (%s)"
                            .formatted(type.getName(), e),
                    e);
        }
    }

    private record Cluster(Optional<Class<? extends Blueprint>> blueprint) {}
}
