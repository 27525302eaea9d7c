// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import dev.spurline.internal.plan.GoldenCase;

/** The golden cases of Deployments, Services and HTTPRoutes alone. */
class GoldenServiceSandboxTests extends GoldenSandboxTestCase {

    @Override
    boolean takes(GoldenCase golden) {
        return hasRoutesAlone(golden) && isPlain(golden);
    }
}
