// SPDX-License-Identifier: Apache-2.0
package dev.spurline.framework;

import dev.spurline.Workload;
import java.time.Duration;
import java.util.List;

/**
 * How a sandbox was planned and opened, for reports. Values of secrets are hidden.
 *
 * @param plan the plan, in sentences
 * @param warnings what the plan warns of, a sentence each
 * @param steps what opening consisted of, in order
 * @param forks the forks, in the order of the spec; behind them those of other sandboxes that its requests reach, too
 * @param routes the routes
 * @param callers the workloads whose proxies may send requests to the forks, as {@code namespace/name}
 * @since 0.1
 */
public record SandboxDescription(
        String plan,
        List<String> warnings,
        List<Step> steps,
        List<Fork> forks,
        List<Route> routes,
        List<String> callers) {

    /** Copies the lists. */
    public SandboxDescription {
        warnings = List.copyOf(warnings);
        steps = List.copyOf(steps);
        forks = List.copyOf(forks);
        routes = List.copyOf(routes);
        callers = List.copyOf(callers);
    }

    /**
     * A part of opening the sandbox.
     *
     * @param name {@code plan}, {@code anchor}, {@code network}, {@code pod}, {@code ready}, {@code route} or {@code live}
     * @param began when it began, counted from the beginning of the first one
     * @param took how long it took
     */
    public record Step(String name, Duration began, Duration took) {}

    /**
     * A fork, compared with its baseline.
     *
     * @param workload the workload that it copies
     * @param owner of which other sandbox it is, and of whom; empty if it is the sandbox's own
     * @param services the names of the Services of the baseline that have a twin for it
     * @param changes every difference, a sentence each; of a fork of others, who made it
     * @param baselineYaml the pod template of the baseline; empty for a fork of others, whose values are not this sandbox's to tell
     * @param forkYaml the pod template of the fork; empty for a fork of others
     */
    public record Fork(
            Workload workload,
            String owner,
            List<String> services,
            List<String> changes,
            String baselineYaml,
            String forkYaml) {

        /** Copies the lists. */
        public Fork {
            services = List.copyOf(services);
            changes = List.copyOf(changes);
        }
    }

    /**
     * A route.
     *
     * @param object kind, namespace and name
     * @param service the name of the Service whose requests it decides about
     * @param sentence what it does
     */
    public record Route(String object, String service, String sentence) {}
}
