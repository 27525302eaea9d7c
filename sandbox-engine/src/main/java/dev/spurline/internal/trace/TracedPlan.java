// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.trace;

import dev.spurline.internal.plan.SandboxPlan;
import dev.spurline.internal.plan.TraceScope;
import dev.spurline.internal.work.Deadline;

/** Has a sandbox's plan made anew with more or less traced, and what differs written. */
@FunctionalInterface
public interface TracedPlan {

    /**
     * Plans anew and writes the difference; what it could not write is removed by the next one.
     *
     * @param scope what is to be traced from now on
     * @param deadline by when the routes of others must be known
     * @return the plan that the sandbox has now
     */
    SandboxPlan change(TraceScope scope, Deadline deadline);
}
