// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.corridor;

import dev.spurline.framework.KeepableSandbox.Kept;
import dev.spurline.internal.plan.SandboxPlan;
import java.time.Duration;
import java.util.Collection;

/** What becomes of a sandbox's objects when it ends for this engine. */
interface SandboxEnd {

    /** Removes the routes of a sandbox that can no longer be used. */
    void removeRoutes(Collection<String> namespaces);

    /** Removes the forks of a sandbox that must no longer run. */
    void removeForks(Collection<String> namespaces);

    /** Takes notice that another sandbox has the name of this one's record: what there is with its key is the other's. */
    void taken();

    /**
     * Removes what there is, or leaves it to those who have it.
     *
     * @param namespaces where there may be something
     * @param usable whether it is of use to anybody
     */
    void leave(Collection<String> namespaces, boolean usable);

    /**
     * Leaves the objects in the cluster for a time, whatever becomes of the engine.
     *
     * @param latest the sandbox as it is now
     * @param namespaces where there may be something
     * @throws dev.spurline.SandboxException if they cannot stay; then they are still to be left
     */
    Kept keep(SandboxPlan latest, Collection<String> namespaces, Duration time);

    /** Returns whether other engines have the sandbox, or had it: then it may have served their requests, too. */
    boolean isKnownToOthers();
}
