// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import dev.spurline.Workload;
import java.util.List;

/** The fork of a workload, whether it runs all the time or on request. */
public sealed interface PlannedCopy permits PlannedFork, PlannedJob {

    /** Returns the workload it copies. */
    Workload workload();

    /** Returns its namespace, the workload's. */
    String namespace();

    /** Returns the name of the object that runs it. */
    String name();

    /** Returns the container that image and env concern. */
    String container();

    /** Returns every difference to the baseline, a sentence each. */
    List<String> changes();
}
