// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A class that knows nothing of sandboxes. */
final class BystanderTestCase {

    @Test
    void one() {
        assertThat(1 + 1).isEqualTo(2);
    }

    @Test
    void two() {
        assertThat(2 + 2).isEqualTo(4);
    }
}
