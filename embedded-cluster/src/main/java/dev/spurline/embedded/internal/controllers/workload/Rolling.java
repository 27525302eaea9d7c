/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.spurline.embedded.internal.controllers.workload;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How many pods more and how many fewer than wanted a Deployment may have while it replaces them.
 *
 * @param surge how many more
 * @param unavailable how many fewer
 */
record Rolling(int surge, int unavailable) {

    private static final String DEFAULT = "25%";

    static Rolling of(Deployment deployment) {
        if (!rolls(deployment)) {
            return new Rolling(0, 0);
        }
        int replicas = deployment.getSpec().getReplicas();
        var rolling =
                Optional.ofNullable(deployment.getSpec().getStrategy()).map(strategy -> strategy.getRollingUpdate());
        int surge = scale(rolling.map(given -> given.getMaxSurge()).orElse(null), replicas, true);
        int unavailable = scale(rolling.map(given -> given.getMaxUnavailable()).orElse(null), replicas, false);
        if (surge == 0 && unavailable == 0) {
            unavailable = 1;
        }
        return new Rolling(surge, Math.min(unavailable, replicas));
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
