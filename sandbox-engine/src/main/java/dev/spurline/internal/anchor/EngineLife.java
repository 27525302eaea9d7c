// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.anchor;

import dev.spurline.internal.work.Deadline;
import java.time.Duration;

/**
 * The identity of an engine, and what its sandboxes live by.
 *
 * @param id the engine's id, a label value
 * @param anchored whether its sandboxes have anchors
 * @param terms how long its sandboxes outlive it
 * @param anchors what holds them
 */
public record EngineLife(String id, boolean anchored, LeaseTerms terms, EngineAnchors anchors) {

    /** Returns a deadline that expires after the given time, or never while somebody debugs this JVM. */
    public Deadline deadline(Duration limit) {
        return terms.debugged() ? Deadline.never() : Deadline.in(limit);
    }
}
