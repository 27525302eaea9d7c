// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.corridor;

import dev.spurline.Diagnosis;
import dev.spurline.LiveFork;
import dev.spurline.internal.diagnosis.PodDiagnosis;
import dev.spurline.internal.diagnosis.RouteSnapshot;
import dev.spurline.internal.diagnosis.SandboxDiagnosis;
import dev.spurline.internal.diagnosis.SandboxDiagnosis.ForkFinding;
import dev.spurline.internal.diagnosis.SandboxDiagnosis.JobFinding;
import dev.spurline.internal.live.RouteLiveness;
import dev.spurline.internal.plan.PlannedFork;
import dev.spurline.internal.plan.SandboxPlan;
import dev.spurline.internal.watch.ClusterAccess;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks at a sandbox on behalf of somebody whose test has failed. */
final class SandboxExamination {

    private final ClusterAccess cluster;
    private final SandboxPlan plan;
    private final SandboxStations stations;

    SandboxExamination(ClusterAccess cluster, SandboxPlan plan, SandboxStations stations) {
        this.cluster = cluster;
        this.plan = plan;
        this.stations = stations;
    }

    /**
     * Looks.
     *
     * @param latest the sandbox as it is now, whose routes may be others
     * @param liveness what is known of the routes
     * @param forks the pods of the forks that run all the time
     * @param window how far back logs are read; empty for their last lines only
     */
    Diagnosis diagnosis(
            SandboxPlan latest, RouteLiveness liveness, Map<PlannedFork, LiveFork> forks, Optional<Duration> window) {
        PodDiagnosis pods = new PodDiagnosis(cluster.client(), cluster.permit());
        RouteSnapshot routes = new RouteSnapshot(cluster.views(), latest);
        return new SandboxDiagnosis(plan, liveness.sentence(), routes, pods, stations.requests())
                .of(findings(forks), jobs(), window);
    }

    private List<ForkFinding> findings(Map<PlannedFork, LiveFork> forks) {
        return forks.entrySet().stream()
                .map(fork -> new ForkFinding(fork.getKey(), fork.getValue(), stations.describe(fork.getKey())))
                .toList();
    }

    private List<JobFinding> jobs() {
        return plan.jobs().stream()
                .map(fork -> new JobFinding(
                        fork, stations.jobs().last(fork), stations.jobs().describe(fork)))
                .toList();
    }
}
