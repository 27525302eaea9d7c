// SPDX-License-Identifier: Apache-2.0
package dev.spurline;

import dev.spurline.cluster.Blueprint;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/**
 * How to reach the cluster, and what the engine may do there. Immutable.
 *
 * @since 0.1
 */
public final class ClusterSettings {

    private final Settings settings;
    private final Optional<Blueprint> blueprint;
    private final Set<String> workloads;

    private ClusterSettings(Settings settings, Optional<Blueprint> blueprint, Set<String> workloads) {
        this.settings = settings;
        this.blueprint = blueprint;
        this.workloads = workloads;
    }

    /**
     * Takes everything from settings.
     *
     * @param settings where to look {@code spurline.*} names up
     * @return the settings of a cluster that {@code spurline.cluster} and {@code spurline.context} choose
     */
    public static ClusterSettings from(Settings settings) {
        return new ClusterSettings(settings, Optional.empty(), Set.of());
    }

    /**
     * Returns the same settings with a blueprint, from which an embedded cluster is made if that is what the settings choose.
     *
     * @param description the blueprint
     * @return new settings
     */
    public ClusterSettings withBlueprint(Blueprint description) {
        return new ClusterSettings(settings, Optional.of(description), workloads);
    }

    /**
     * Returns the same settings with names of workloads that other sandboxes fork, whose settings
     * {@code spurline.image.<workload>} are right although no sandbox of this engine may concern them. Any other such setting
     * is refused when a sandbox is planned in a namespace without a workload of that name.
     *
     * @param names names such as {@code pricing}
     * @return new settings
     */
    public ClusterSettings withWorkloads(Collection<String> names) {
        return new ClusterSettings(settings, blueprint, Set.copyOf(names));
    }

    /** Returns where {@code spurline.*} names are looked up. */
    public Settings settings() {
        return settings;
    }

    /** Returns the blueprint of an embedded cluster. */
    public Optional<Blueprint> blueprint() {
        return blueprint;
    }

    /** Returns the names of workloads that other sandboxes fork. */
    public Set<String> workloads() {
        return workloads;
    }
}
