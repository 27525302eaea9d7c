// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.ready;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitProgressTests {

    private final List<String> lines = new ArrayList<>();
    private Duration now = Duration.ofHours(1);
    private final WaitProgress progress = new WaitProgress(() -> now.toNanos(), lines::add);

    @Test
    void aShortWaitIsNotWorthALine() {
        progress.tell("no pod yet");
        pass(Duration.ofMillis(800));
        progress.tell("container [app] runs and is not ready yet");

        assertThat(lines).isEmpty();
    }

    @Test
    void theFirstLineComesWithinASecond() {
        progress.tell("no pod yet");
        assertThat(progress.pause()).isLessThan(Duration.ofSeconds(1));

        pass(progress.pause());
        progress.tell("no pod yet");

        assertThat(lines).containsExactly("no pod yet (0.9 s)");
    }

    @Test
    void aChangeIsToldAtOnce() {
        pass(Duration.ofSeconds(1));
        progress.tell("no pod yet");
        pass(Duration.ofMillis(100));
        progress.tell("pod [a] is [Pending]");

        assertThat(lines).containsExactly("no pod yet (1.0 s)", "pod [a] is [Pending] (1.1 s)");
    }

    @Test
    void withoutAChangeALineComesEveryFifteenSeconds() {
        for (int tenths = 0; tenths <= 400; tenths++) {
            progress.tell("no pod yet");
            pass(Duration.ofMillis(100));
        }

        assertThat(lines).containsExactly("no pod yet (0.9 s)", "no pod yet (15.9 s)", "no pod yet (30.9 s)");
    }

    @Test
    void whoWaitsIsToldUntilWhen() {
        pass(Duration.ofSeconds(1));
        progress.tell("no pod yet");

        assertThat(progress.pause()).isEqualTo(Duration.ofSeconds(15));
        pass(Duration.ofSeconds(20));
        assertThat(progress.pause()).isEqualTo(Duration.ofMillis(1));
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }
}
