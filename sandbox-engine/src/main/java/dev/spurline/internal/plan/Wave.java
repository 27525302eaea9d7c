// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

/** When a step is due. Steps of one wave and turn are performed in parallel, waves one after the other; removal is the reverse. */
public enum Wave {
    /** The record, which owns all that follows. */
    RECORD,
    /** Services, destination rules and clones of policies: all that must stand before a pod starts. */
    NETWORK,
    /** The forks' Deployments. */
    WORKLOAD,
    /** Routes, only once every fork has a ready endpoint. */
    ROUTE,
    /** Jobs of CronJobs, each only when somebody asks for a run. */
    RUN
}
