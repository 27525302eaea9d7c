// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.corridor;

import dev.spurline.internal.compare.BaselineComparison;
import dev.spurline.internal.diagnosis.KeyedRequests;
import dev.spurline.internal.entry.EntryPoints;
import dev.spurline.internal.evidence.EvidenceReader;
import dev.spurline.internal.jobs.JobRuns;
import dev.spurline.internal.live.RouteWatch;
import dev.spurline.internal.plan.PlannedFork;
import dev.spurline.internal.ready.ForkWatch;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Optional;

/**
 * What one sandbox is seen and reached by, from before its first write until it is closed.
 *
 * @param forks follows its own forks
 * @param joined follows the forks of others that its requests reach
 * @param routes follows its routes
 * @param entries lead into it
 * @param evidence counts what its forks serve
 * @param jobs runs its CronJobs' forks
 * @param comparison compares answers of its forks with those of the baseline
 * @param requests tells where requests with its key go
 */
record SandboxStations(
        ForkWatch forks,
        JoinedForks joined,
        RouteWatch routes,
        EntryPoints entries,
        EvidenceReader evidence,
        JobRuns jobs,
        BaselineComparison comparison,
        KeyedRequests requests) {

    /** Returns the ready pod of a fork, whose ever it is. */
    Optional<Pod> pod(PlannedFork fork) {
        return watch(fork).pod(fork);
    }

    /** Returns what has become of a fork, whose ever it is. */
    String describe(PlannedFork fork) {
        return watch(fork).describe(fork);
    }

    private ForkWatch watch(PlannedFork fork) {
        return joined.watchOf(fork).orElse(forks);
    }
}
