// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.corridor;

import dev.spurline.SandboxException;
import dev.spurline.framework.KeepableSandbox.Kept;
import dev.spurline.internal.plan.PlanStep;
import dev.spurline.internal.plan.SandboxPlan;
import java.time.Duration;
import java.util.Collection;

/** How a sandbox ends for an engine that has joined it by its key: whoever opened it closes it. */
final class JoinedSandboxEnd implements SandboxEnd {

    @Override
    public void removeRoutes(Collection<String> namespaces) {}

    @Override
    public void removeForks(Collection<String> namespaces) {}

    @Override
    public void taken() {}

    @Override
    public void leave(Collection<String> namespaces, boolean usable) {}

    @Override
    public Kept keep(SandboxPlan latest, Collection<String> namespaces, Duration time) {
        throw new SandboxException("another engine has opened it");
    }

    /** Says why an object is not made: what a sandbox has is made by who opened it. */
    static SandboxException refusal(PlanStep step) {
        return new SandboxException("%s is not made in a sandbox that was joined: %s"
                .formatted(step.object().getMetadata().getName(), step.sentence()));
    }

    @Override
    public boolean isKnownToOthers() {
        return true;
    }
}
