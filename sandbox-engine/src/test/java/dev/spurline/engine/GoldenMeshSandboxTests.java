// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import dev.spurline.internal.plan.GoldenCase;

/** The golden cases of Linkerd, and of clusters that serve further custom kinds. */
class GoldenMeshSandboxTests extends GoldenSandboxTestCase {

    @Override
    boolean takes(GoldenCase golden) {
        return !hasRoutesAlone(golden);
    }
}
