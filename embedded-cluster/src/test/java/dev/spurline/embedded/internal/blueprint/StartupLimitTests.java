// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StartupLimitTests {

    private final StartupLimit limit = new StartupLimit(new StartupTime("Deployment shop/cart", 60));

    @Test
    void whatShowsNothingNewHasItsTime() {
        assertThat(limit.isReached(0, "no pod")).isFalse();
        assertThat(limit.isReached(55, "no pod")).isFalse();
        assertThat(limit.isReached(60, "no pod")).isTrue();
        assertThat(limit.told(60)).isEqualTo("60 s");
    }

    @Test
    void whatShowsSomethingNewHasItsTimeFromThen() {
        limit.isReached(0, "no pod");

        assertThat(limit.isReached(40, "log: Started Orders")).isFalse();
        assertThat(limit.isReached(95, "log: Started Orders")).isFalse();
        assertThat(limit.isReached(100, "log: Started Orders")).isTrue();
        assertThat(limit.told(100)).isEqualTo("100 s, as something new was seen until 40 s");
    }

    @Test
    void whatShowsSomethingNewForEverIsGivenUp() {
        for (int elapsed = 0; elapsed < 180; elapsed += 5) {
            assertThat(limit.isReached(elapsed, "log: no database at " + elapsed))
                    .isFalse();
        }

        assertThat(limit.isReached(180, "log: no database at 180")).isTrue();
    }
}
