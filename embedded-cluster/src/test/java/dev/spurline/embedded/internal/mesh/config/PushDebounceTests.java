// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PushDebounceTests {

    private final PushDebounce debounce = new PushDebounce(Duration.ofSeconds(2));

    private static long seconds(long seconds) {
        return Duration.ofSeconds(seconds).toNanos();
    }

    @Test
    void waitsForNothingWithoutAChange() {
        assertThat(debounce.next(seconds(5))).isEmpty();
    }

    @Test
    void pushesWhenNothingHasChangedForTheTime() {
        debounce.changed(seconds(5));

        assertThat(debounce.next(seconds(5))).hasValue(seconds(2));
        assertThat(debounce.next(seconds(6))).hasValue(seconds(1));
        assertThat(debounce.next(seconds(8))).hasValue(0);
    }

    @Test
    void waitsAgainAfterEachChange() {
        debounce.changed(seconds(5));
        debounce.changed(seconds(6));

        assertThat(debounce.next(seconds(7))).hasValue(seconds(1));
    }

    @Test
    void waitsNoLongerThanTenSecondsHoweverMuchChanges() {
        for (int second = 5; second < 15; second++) {
            debounce.changed(seconds(second));
        }

        assertThat(debounce.next(seconds(14))).hasValue(seconds(1));
        assertThat(debounce.next(seconds(15))).hasValue(0);
    }

    @Test
    void countsFromTheFirstChangeAfterAPush() {
        debounce.changed(seconds(5));
        debounce.pushed();

        assertThat(debounce.next(seconds(6))).isEmpty();
        debounce.changed(seconds(20));
        assertThat(debounce.next(seconds(20))).hasValue(seconds(2));
    }

    @Test
    void pushesAtOnceWithoutADelay() {
        PushDebounce none = new PushDebounce(Duration.ZERO);
        none.changed(seconds(5));

        assertThat(none.next(seconds(5))).hasValue(0);
    }
}
