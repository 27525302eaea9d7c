// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EarlyOpeningsTests {

    @Test
    void someAreOpenedAtOnceAndAllInTheEnd() {
        CountDownLatch goOn = new CountDownLatch(1);
        List<Integer> begun = new CopyOnWriteArrayList<>();
        List<Runnable> openings = IntStream.range(0, 5)
                .<Runnable>mapToObj(number -> () -> {
                    begun.add(number);
                    waitFor(goOn);
                })
                .toList();

        EarlyOpenings.begin(openings, 2);

        await().atMost(Duration.ofMinutes(1)).until(() -> begun.size() >= 2);
        assertThat(begun).containsExactlyInAnyOrder(0, 1);

        goOn.countDown();

        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(begun).containsExactlyInAnyOrder(0, 1, 2, 3, 4));
    }

    @Test
    void thoseThatHaveNotBegunDoNotAfterTheStop() {
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        List<Integer> begun = new CopyOnWriteArrayList<>();
        EarlyOpenings early = EarlyOpenings.begin(
                List.of(
                        () -> {
                            begun.add(0);
                            waitFor(goOn);
                            done.countDown();
                        },
                        () -> begun.add(1)),
                1);
        await().atMost(Duration.ofMinutes(1)).until(() -> !begun.isEmpty());

        early.stop();
        goOn.countDown();
        waitFor(done);

        assertThat(begun).containsExactly(0);
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
