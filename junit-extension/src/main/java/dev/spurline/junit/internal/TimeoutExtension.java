// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.PreInterruptCallback;
import org.junit.jupiter.api.extension.PreInterruptContext;

/**
 * Shows what a sandbox looks like before a test that takes too long is interrupted.
 *
 * <p>Cannot be loaded below JUnit 5.12, unlike {@link dev.spurline.junit.SandboxExtension}: it stands in an
 * {@code @ExtendWith} of its own, after that of the extension that says so.
 */
public final class TimeoutExtension implements PreInterruptCallback {

    /** For JUnit. */
    TimeoutExtension() {}

    @Override
    public void beforeThreadInterrupt(PreInterruptContext interrupt, ExtensionContext context) {
        TimeoutDump.of(context);
    }
}
