// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.connect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MachineLoadTests {

    @Test
    void isHighIfEachThreadGetsLessThanHalfAProcessor() {
        assertThat(MachineLoad.high(4.1, 2)).isTrue();
        assertThat(MachineLoad.high(3.9, 2)).isFalse();
    }

    @Test
    void isNotHighIfNothingIsKnownOfIt() {
        assertThat(MachineLoad.high(-1, 2)).isFalse();
    }
}
