// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.apply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spurline.SandboxException;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ContendedWriteTests {

    private static final HasMetadata RECORD = new ConfigMapBuilder()
            .withNewMetadata()
            .withNamespace("shop")
            .withName("spurline-run")
            .endMetadata()
            .build();

    /** Attempts take longer at a slow server: pauses that do not would keep it busy with attempts that are too late. */
    @Test
    void pausesGrowWithAttemptsAndWithThoseWhoShare() {
        Duration attempt = Duration.ofMillis(50);

        assertThat(IntStream.rangeClosed(1, 5)
                        .mapToObj(failed ->
                                ContendedWrite.longest(attempt, failed, 50).toMillis()))
                .containsExactly(200L, 800L, 2500L, 2500L, 2500L);
        assertThat(ContendedWrite.longest(attempt, 9, 0)).hasMillis(200);
        assertThat(ContendedWrite.longest(attempt, 9, 1000)).hasSeconds(10);
        assertThat(ContendedWrite.longest(Duration.ZERO, 9, 1000)).hasMillis(8);
    }

    /**
     * With pauses of at most half a second, whatever an attempt takes, a fifth as many got through, and every third of those who
     * tried was too late for 45 s.
     */
    @Test
    void fiftyWritersAtAServerThatCanServeTwentyAttemptsASecondAllGetThrough() {
        SlowServer server = new SlowServer(50, new Random(1));

        server.run(Duration.ofMinutes(10).toMillis());

        assertThat(server.waits).hasSizeGreaterThan(3000).allMatch(wait -> wait < 120_000);
        assertThat(server.attempts).isLessThan(4 * server.waits.size());
    }

    @Test
    void whoIsAlwaysTooLateIsToldSo() {
        ContendedWrite attempts = new ContendedWrite("Changing", RECORD, "start fewer at once", Duration.ZERO);

        assertThatThrownBy(() -> attempts.pause(2))
                .isInstanceOf(SandboxException.class)
                .hasMessage(
                        "Changing [ConfigMap shop/spurline-run] failed: others have written it each time, [1] times within [0 s]. Run the tests again; start fewer at once");
    }

    /**
     * A server that answers one request after the other, and writers that read an object, write it as its next version, and do
     * so again after 2 s; all of it in milliseconds that are only counted.
     */
    private static final class SlowServer {

        private static final int READING = 20;
        private static final int WRITING = 30;
        private static final int BREAK = 2000;

        private record Event(long at, Runnable what) {}

        private final PriorityQueue<Event> events = new PriorityQueue<>(Comparator.comparingLong(Event::at));
        private final List<Long> waits = new ArrayList<>();
        private final int writers;
        private final Random random;
        private int attempts;
        private int version;
        private long now;
        private long free;

        SlowServer(int writers, Random random) {
            this.writers = writers;
            this.random = random;
            IntStream.range(0, writers).forEach(writer -> later(random.nextInt(BREAK), this::begin));
        }

        void run(long end) {
            while (now < end) {
                Event next = events.remove();
                now = next.at();
                next.what().run();
            }
        }

        private void later(long pause, Runnable what) {
            events.add(new Event(now + pause, what));
        }

        private void served(int work, Runnable then) {
            free = Math.max(free, now) + work;
            later(free - now, then);
        }

        private void begin() {
            attempt(now, 1);
        }

        private void attempt(long since, int number) {
            attempts++;
            long begun = now;
            served(READING, () -> {
                int read = version;
                served(WRITING, () -> written(since, number, begun, read));
            });
        }

        private void written(long since, int number, long begun, int read) {
            if (read == version) {
                version++;
                waits.add(now - since);
                later(random.nextInt(2 * BREAK), this::begin);
            } else {
                Duration longest = ContendedWrite.longest(Duration.ofMillis(now - begun), number, writers);
                later(random.nextInt((int) longest.toMillis()), () -> attempt(since, number + 1));
            }
        }
    }
}
