// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.anchor;

import dev.spurline.RoutingKey;
import dev.spurline.internal.plan.ObjectMarks;
import dev.spurline.internal.routing.SandboxNames;

/**
 * Whose an anchor is, and what shows that.
 *
 * @param engine the id of the engine
 * @param marks what the settings put on everything that is made
 */
public record AnchorIdentity(String engine, ObjectMarks marks) {

    String name() {
        return SandboxNames.anchor(marks.prefix(), engine);
    }

    /** Returns the name of the anchor of a sandbox that outlives the engine. */
    String kept(RoutingKey key) {
        return new SandboxNames(marks.prefix(), key).keptAnchor();
    }
}
