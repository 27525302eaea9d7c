// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.PreInterruptCallback;
import org.junit.jupiter.api.extension.PreInterruptContext;

/**
 * Shows what a sandbox looks like before a test that takes too long is interrupted.
 *
 * <p>The name is for older versions of JUnit: they cannot load this class, and all that their users get to see is
 * {@code TypeNotPresentException: Type dev.spurline.junit.internal.RequiresJUnit512 not present}.
 */
public final class RequiresJUnit512 implements PreInterruptCallback {

    /** For JUnit. */
    RequiresJUnit512() {}

    @Override
    public void beforeThreadInterrupt(PreInterruptContext interrupt, ExtensionContext context) {
        TimeoutDump.of(context);
    }
}
