// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import java.util.Optional;

/**
 * What became of planning a sandbox.
 *
 * @param plan the plan; of a sandbox that is refused, what would be made but for what is refused, as far as it can be planned
 * @param refusal the first thing that is refused, the others suppressed in it; empty if nothing is
 */
public record PlanAttempt(Optional<SandboxPlan> plan, Optional<RuntimeException> refusal) {

    /** Returns the plan of a sandbox that may be made, or throws why it may not. */
    SandboxPlan orThrow() {
        refusal.ifPresent(refused -> {
            throw refused;
        });
        return plan.orElseThrow();
    }
}
