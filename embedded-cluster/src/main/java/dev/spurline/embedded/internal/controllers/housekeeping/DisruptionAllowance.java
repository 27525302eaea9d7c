// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.housekeeping;

import dev.spurline.embedded.internal.client.ApiTimes;
import dev.spurline.embedded.internal.controllers.runtime.OwnerReferences;
import dev.spurline.embedded.internal.controllers.runtime.PodLifecycle;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetStatus;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetStatusBuilder;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Computes how many pods of a budget may be evicted now.
 *
 * <p>Source: {@code pkg/controller/disruption/disruption.go}.
 */
final class DisruptionAllowance {

    private static final String ALLOWED = "DisruptionAllowed";

    private DisruptionAllowance() {}

    /** Whether a budget is stated against the size of the owners, not against the pods that there are. */
    static boolean relative(PodDisruptionBudget budget) {
        IntOrString minimum = budget.getSpec().getMinAvailable();
        return minimum == null || minimum.getStrVal() != null;
    }

    static PodDisruptionBudgetStatus of(PodDisruptionBudget budget, Collection<Pod> pods, int expected, Instant now) {
        int desired = desired(budget, expected);
        int healthy = (int) pods.stream()
                .filter(pod -> PodLifecycle.ready(pod) && !OwnerReferences.deleting(pod))
                .count();
        int allowed = expected <= 0 ? 0 : Math.max(0, healthy - desired);
        return new PodDisruptionBudgetStatusBuilder()
                .withObservedGeneration(budget.getMetadata().getGeneration())
                .withExpectedPods(expected)
                .withDesiredHealthy(desired)
                .withCurrentHealthy(healthy)
                .withDisruptionsAllowed(allowed)
                .withConditions(condition(budget, allowed > 0, now))
                .build();
    }

    private static int desired(PodDisruptionBudget budget, int expected) {
        IntOrString minimum = budget.getSpec().getMinAvailable();
        IntOrString most = budget.getSpec().getMaxUnavailable();
        if (most != null) {
            return Math.max(0, expected - scaled(most, expected));
        }
        return minimum == null ? 0 : scaled(minimum, expected);
    }

    private static int scaled(IntOrString value, int whole) {
        return value.getIntVal() != null
                ? value.getIntVal()
                : (int) Math.ceil(whole * Double.parseDouble(value.getStrVal().replace("%", "")) / 100);
    }

    private static Condition condition(PodDisruptionBudget budget, boolean allowed, Instant now) {
        String status = allowed ? "True" : "False";
        Optional<Condition> present =
                Optional.ofNullable(budget.getStatus())
                        .map(PodDisruptionBudgetStatus::getConditions)
                        .orElse(List.of())
                        .stream()
                        .filter(condition -> condition.getType().equals(ALLOWED)
                                && condition.getStatus().equals(status))
                        .findFirst();
        return new ConditionBuilder()
                .withType(ALLOWED)
                .withStatus(status)
                .withReason(allowed ? "SufficientPods" : "InsufficientPods")
                .withMessage("")
                .withObservedGeneration(budget.getMetadata().getGeneration())
                .withLastTransitionTime(
                        present.map(Condition::getLastTransitionTime).orElse(ApiTimes.seconds(now)))
                .build();
    }
}
