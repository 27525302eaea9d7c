// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DeadlineTests {

    @Test
    void saysHowLongThereWasWhateverIsLeft() {
        Deadline deadline = Deadline.in(Duration.ofMinutes(2));

        assertThat(deadline.left()).isLessThanOrEqualTo(Duration.ofMinutes(2));
        assertThat(deadline.within()).isEqualTo("within [120 s]");
    }

    @Test
    void saysPartsOfASecondInMilliseconds() {
        assertThat(Deadline.within(Duration.ofMillis(2_500))).isEqualTo("within [2500 ms]");
    }

    @Test
    void countsWhatHasPassedWhenItIsPutOff() {
        Deadline deadline = Deadline.in(Duration.ofMinutes(2)).plus(Duration.ofMinutes(3));

        assertThat(deadline.within()).isEqualTo("within [300 s]");
        assertThat(deadline.left()).isBetween(Duration.ofMinutes(4), Duration.ofMinutes(5));
        assertThat(deadline.elapsed()).isLessThan(Duration.ofMinutes(1));
        assertThat(deadline.tooShortFor(Duration.ofSeconds(299))).isFalse();
        assertThat(deadline.tooShortFor(Duration.ofMinutes(5))).isTrue();
    }

    @Test
    void isOverWhenItsTimeHasPassed() {
        assertThat(Deadline.in(Duration.ZERO).over()).isTrue();
        assertThat(Deadline.in(Duration.ofMinutes(1)).over()).isFalse();
    }
}
