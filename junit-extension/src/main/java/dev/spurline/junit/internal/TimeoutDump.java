// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What a sandbox looks like when a test takes too long. */
public final class TimeoutDump {

    private TimeoutDump() {}

    /** Writes it down before the test is interrupted. */
    public static void of(ExtensionContext context) {
        SandboxLifetimes.current(context)
                .flatMap(lifetime -> lifetime.examined(context, Optional.empty()))
                .ifPresent(diagnostics -> ProgressReporter.of(context)
                        .warn("Test [%s] takes too long. %s"
                                .formatted(context.getDisplayName(), diagnostics.getMessage())));
    }
}
