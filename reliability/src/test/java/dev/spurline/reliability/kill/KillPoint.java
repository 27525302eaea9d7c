// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.kill;

import dev.spurline.reliability.bed.Shape;
import dev.spurline.reliability.bed.Spot;

/**
 * Where a JVM is ended.
 *
 * @param shape the sandbox that it opens and closes
 * @param spot the write
 * @param moment before or after it
 */
record KillPoint(Shape shape, Spot spot, Moment moment) {

    @Override
    public String toString() {
        return "%s [%s] (%s)".formatted(moment, spot, shape);
    }
}
