// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.workload;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How many pods more and how many fewer than wanted a Deployment may have while it replaces them.
 *
 * <p>Source: ResolveFenceposts in {@code pkg/controller/deployment/util/deployment_util.go}.
 *
 * @param surge how many more
 * @param unavailable how many fewer
 */
record RollingUpdateLimits(int surge, int unavailable) {

    private static final String DEFAULT = "25%";

    static RollingUpdateLimits of(Deployment deployment) {
        if (!rolls(deployment)) {
            return new RollingUpdateLimits(0, 0);
        }
        int replicas = deployment.getSpec().getReplicas();
        var rolling =
                Optional.ofNullable(deployment.getSpec().getStrategy()).map(strategy -> strategy.getRollingUpdate());
        int surge = scale(rolling.map(given -> given.getMaxSurge()).orElse(null), replicas, true);
        int unavailable = scale(rolling.map(given -> given.getMaxUnavailable()).orElse(null), replicas, false);
        if (surge == 0 && unavailable == 0) {
            unavailable = 1;
        }
        return new RollingUpdateLimits(surge, Math.min(unavailable, replicas));
    }

    static boolean rolls(Deployment deployment) {
        var strategy = deployment.getSpec().getStrategy();
        return strategy == null || !"Recreate".equals(strategy.getType());
    }

    /** Returns a number or a share of a whole as a number, rounded up or down. */
    static int scale(@Nullable IntOrString value, int whole, boolean up) {
        if (value != null && value.getIntVal() != null) {
            return value.getIntVal();
        }
        String percent = value == null || value.getStrVal() == null ? DEFAULT : value.getStrVal();
        double share = whole * Double.parseDouble(percent.replace("%", "")) / 100;
        return (int) (up ? Math.ceil(share) : Math.floor(share));
    }
}
