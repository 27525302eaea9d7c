// SPDX-License-Identifier: Apache-2.0
package dev.spurline.cluster.internal.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.ClosedChannelException;
import org.junit.jupiter.api.Test;

class FailureTextTests {

    @Test
    void aFailureTellsItsMessage() {
        assertThat(FailureText.of(new IllegalStateException(" no room \n"))).isEqualTo("no room");
    }

    @Test
    void aFailureWithoutAMessageTellsItsClass() {
        assertThat(FailureText.of(new ClosedChannelException())).isEqualTo("java.nio.channels.ClosedChannelException");
        assertThat(FailureText.of(new IllegalStateException("  "))).isEqualTo("java.lang.IllegalStateException");
    }
}
