// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.kill;

import dev.spurline.reliability.bed.CycleRequest;
import dev.spurline.reliability.bed.SandboxShape;

/**
 * Where a JVM is ended.
 *
 * @param shape the sandbox that it opens and closes
 * @param spot the write
 * @param moment before or after it
 */
record KillPoint(SandboxShape shape, CycleRequest spot, KillMoment moment) {

    @Override
    public String toString() {
        return "%s [%s] (%s)".formatted(moment, spot, shape);
    }
}
