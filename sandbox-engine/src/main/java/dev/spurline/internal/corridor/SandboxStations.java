// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.corridor;

import dev.spurline.internal.compare.BaselineComparison;
import dev.spurline.internal.diagnosis.KeyedRequests;
import dev.spurline.internal.entry.EntryPoints;
import dev.spurline.internal.evidence.EvidenceReader;
import dev.spurline.internal.jobs.JobRuns;
import dev.spurline.internal.live.RouteWatch;
import dev.spurline.internal.ready.ForkWatch;

/**
 * What one sandbox is seen and reached by, from before its first write until it is closed.
 *
 * @param forks follows its forks
 * @param routes follows its routes
 * @param entries lead into it
 * @param evidence counts what its forks serve
 * @param jobs runs its CronJobs' forks
 * @param comparison compares answers of its forks with those of the baseline
 * @param requests tells where requests with its key go
 */
record SandboxStations(
        ForkWatch forks,
        RouteWatch routes,
        EntryPoints entries,
        EvidenceReader evidence,
        JobRuns jobs,
        BaselineComparison comparison,
        KeyedRequests requests) {}
