// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.workload;

import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.time.Instant;
import java.util.Optional;

/**
 * Says in the condition Progressing that a Deployment was paused or resumed.
 *
 * <p>Source: checkPausedConditions in {@code pkg/controller/deployment/sync.go}.
 */
final class PausedCondition {

    private static final String PAUSED = "DeploymentPaused";

    private PausedCondition() {}

    static Deployment noted(Deployment deployment, Instant now) {
        Optional<String> reason = Optional.ofNullable(deployment.getStatus())
                .flatMap(status -> new DeploymentConditions(status.getConditions()).get("Progressing"))
                .map(condition -> condition.getReason());
        if (reason.filter("ProgressDeadlineExceeded"::equals).isPresent()) {
            return deployment;
        }
        boolean wasPaused = reason.filter(PAUSED::equals).isPresent();
        boolean paused = Boolean.TRUE.equals(deployment.getSpec().getPaused());
        if (paused && !wasPaused) {
            return noting(deployment, PAUSED, "Deployment is paused", now);
        }
        return !paused && wasPaused
                ? noting(deployment, "DeploymentResumed", "Deployment is resumed", now)
                : deployment;
    }

    private static Deployment noting(Deployment deployment, String reason, String message, Instant now) {
        return new DeploymentBuilder(deployment)
                .withStatus(DeploymentProgress.noting(deployment, "Unknown", reason, message, now))
                .build();
    }
}
