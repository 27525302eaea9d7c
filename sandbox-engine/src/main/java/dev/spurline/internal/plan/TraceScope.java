// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import java.util.Set;

/**
 * How much of a sandbox's namespaces is traced.
 *
 * @param stage what is planned of it
 * @param except Services that are left out, as {@code namespace/name}
 */
public record TraceScope(Stage stage, Set<String> except) {

    /** No requests are made countable. */
    public static final TraceScope NONE = new TraceScope(Stage.NOTHING, Set.of());

    /** Copies the set. */
    public TraceScope {
        except = Set.copyOf(except);
    }

    /** What is planned: Services first and removed last, as routes lead to them. */
    public enum Stage {
        NOTHING,
        /** Each traced Service has a twin, to which nothing leads. */
        SERVICES,
        /** Requests with the key to a traced Service go by its twin. */
        ROUTES
    }

    /** Returns the same Services at another stage. */
    public TraceScope at(Stage later) {
        return new TraceScope(later, except);
    }
}
