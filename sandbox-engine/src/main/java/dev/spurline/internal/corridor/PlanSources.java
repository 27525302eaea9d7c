// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.corridor;

import dev.spurline.internal.connect.ClusterConnection;
import dev.spurline.internal.preflight.PlanRights;
import dev.spurline.internal.reading.SurveyReader;
import dev.spurline.internal.work.EngineThreads;
import java.util.Set;

/**
 * What the plans of one engine are made from.
 *
 * @param reader reads namespaces
 * @param rights reads what a plan may write
 * @param workers run what is read meanwhile
 * @param connection tells which Services the cluster opens at an ingress gateway of its own
 * @param workloads the names of workloads that other sandboxes fork
 * @param warnings what was told of earlier plans
 */
public record PlanSources(
        SurveyReader reader,
        PlanRights rights,
        EngineThreads workers,
        ClusterConnection connection,
        Set<String> workloads,
        PlanWarnings warnings) {

    /** Returns the same where other sandboxes fork other workloads. */
    public PlanSources forking(Set<String> others) {
        return new PlanSources(reader, rights, workers, connection, others, warnings);
    }
}
