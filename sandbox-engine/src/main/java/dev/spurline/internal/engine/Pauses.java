// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.engine;

import dev.spurline.SandboxException;
import java.time.Duration;

/** How long to wait before a record of another engine is read again: a watch would take a right more. */
final class Pauses {

    private static final Duration LOOK = Duration.ofMillis(500);

    private Pauses() {}

    static void beforeLookingAgain() {
        try {
            Thread.sleep(LOOK.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SandboxException("Waiting for the JVM that opens or removes the sandbox was interrupted", e);
        }
    }
}
