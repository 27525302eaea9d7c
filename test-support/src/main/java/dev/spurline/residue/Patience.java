// SPDX-License-Identifier: Apache-2.0
package dev.spurline.residue;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Lets tests wait a minute for a condition where they do not say how long: what comes in a moment takes longer on a machine
 * that others keep busy, and who waits for a condition loses no time by patience. JUnit finds it by itself as the checks.
 */
public final class Patience implements BeforeAllCallback {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** For {@link java.util.ServiceLoader}. */
    public Patience() {}

    @Override
    public void beforeAll(ExtensionContext context) {
        try {
            Wait.atMost(MINUTE);
        } catch (NoClassDefFoundError e) {
            // Tests without Awaitility wait for nothing.
        }
    }

    /** Loaded where it is needed, because Awaitility is not everywhere. */
    private static final class Wait {

        static void atMost(Duration limit) {
            Awaitility.setDefaultTimeout(limit);
        }
    }
}
