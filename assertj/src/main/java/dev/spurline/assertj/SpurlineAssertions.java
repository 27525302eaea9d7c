// SPDX-License-Identifier: Apache-2.0
package dev.spurline.assertj;

import dev.spurline.LiveSandbox;

/**
 * Where assertions on sandboxes begin: {@code assertThat(sandbox).onGet("storefront", "/checkout/42")…}
 *
 * @since 0.1
 */
public final class SpurlineAssertions {

    private SpurlineAssertions() {}

    /** Begins assertions on a sandbox. */
    public static LiveSandboxAssert assertThat(LiveSandbox sandbox) {
        return new LiveSandboxAssert(sandbox);
    }
}
