// SPDX-License-Identifier: Apache-2.0
package dev.spurline.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sandbox, or the attempt to open one.
 *
 * @param key the routing key; empty if there is none, because opening failed
 * @param namespace its namespace; empty as the key
 * @param owner for whom it was opened: a class, or {@code class#method}
 * @param began when opening began
 * @param opened how long opening took, or the attempt
 * @param steps what opening consisted of
 * @param closing how closing went; missing if it was never open, or is open still
 * @param kept what stays in the cluster after its closing; missing if nothing does
 * @param forks its forks, in the order of the spec
 * @param routes its routes
 * @param callers the workloads whose proxies send requests to the forks, as {@code namespace/name}
 * @param plan the plan, in sentences
 * @param warnings what the plan warns of
 * @param classes the classes, or methods, that had it
 * @param failure why it could not be opened, or not be closed
 * @since 0.1
 */
public record ReportedSandbox(
        String key,
        String namespace,
        String owner,
        long began,
        long opened,
        List<ReportedStep> steps,
        @Nullable ReportedStep closing,
        @Nullable ReportedKept kept,
        List<ReportedFork> forks,
        List<ReportedRoute> routes,
        List<String> callers,
        String plan,
        List<String> warnings,
        List<ReportedClass> classes,
        @Nullable ReportedFailure failure) {

    /** Copies the lists. */
    public ReportedSandbox {
        steps = List.copyOf(steps);
        forks = List.copyOf(forks);
        routes = List.copyOf(routes);
        callers = List.copyOf(callers);
        warnings = List.copyOf(warnings);
        classes = List.copyOf(classes);
    }
}
