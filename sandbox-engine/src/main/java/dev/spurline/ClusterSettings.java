/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.spurline;

import java.util.Optional;

/**
 * How to reach the cluster, and what the engine may do there. Immutable.
 *
 * @since 0.1
 */
public final class ClusterSettings {

    private final Settings settings;
    private final Optional<Blueprint> blueprint;

    private ClusterSettings(Settings settings, Optional<Blueprint> blueprint) {
        this.settings = settings;
        this.blueprint = blueprint;
    }

    /**
     * Takes everything from settings.
     *
     * @param settings where to look {@code spurline.*} names up
     * @return the settings of a cluster that {@code spurline.cluster} and {@code spurline.context} choose
     */
    public static ClusterSettings from(Settings settings) {
        return new ClusterSettings(settings, Optional.empty());
    }

    /**
     * Returns the same settings with a blueprint, from which an embedded cluster is made if that is what the settings choose.
     *
     * @param description the blueprint
     * @return new settings
     */
    public ClusterSettings withBlueprint(Blueprint description) {
        return new ClusterSettings(settings, Optional.of(description));
    }

    /** Returns where {@code spurline.*} names are looked up. */
    public Settings settings() {
        return settings;
    }

    /** Returns the blueprint of an embedded cluster. */
    public Optional<Blueprint> blueprint() {
        return blueprint;
    }
}
