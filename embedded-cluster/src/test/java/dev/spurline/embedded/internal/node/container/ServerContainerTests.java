// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.cluster.PodServer;
import dev.spurline.embedded.internal.node.volume.VolumeMounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ServerContainerTests {

    private final AtomicInteger stops = new AtomicInteger();

    @Test
    void whatIsKilledBeforeItBeganToEndGivesBackWhatItHas() {
        List<Runnable> later = new ArrayList<>();
        ServerContainer container = start(stops::incrementAndGet, later::add);

        container.terminate();
        container.kill();
        List.copyOf(later).forEach(Runnable::run);

        assertThat(stops).hasValue(1);
        assertThat(container.exit()).isCompletedWithValue(ServerContainer.KILLED);
    }

    @Test
    void whatIsKilledWhileItEndsIsInterrupted() throws Exception {
        CountDownLatch ending = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        ServerContainer container = start(
                () -> {
                    ending.countDown();
                    never.await();
                },
                task -> {
                    threads.add(new Thread(task));
                    threads.get(0).start();
                });

        container.terminate();
        ending.await();
        container.kill();

        assertThat(container.exit()).isCompletedWithValue(ServerContainer.KILLED);
        threads.get(0).join();
    }

    @Test
    void whatEndsByItselfIsNotKilled() {
        ServerContainer container = start(stops::incrementAndGet, Runnable::run);

        container.terminate();
        container.kill();

        assertThat(stops).hasValue(1);
        assertThat(container.exit()).isCompletedWithValue(0);
    }

    private static ServerContainer start(AutoCloseable stop, Executor threads) {
        ContainerStart start = new ContainerStart(
                "pricing",
                "shop",
                "main",
                "pricing:1",
                Map.of(),
                List.of(),
                List.of(),
                Set.of(),
                VolumeMounts.none(),
                Optional.empty(),
                Optional.empty(),
                new ContainerLog());
        return ServerContainer.start(container -> PodServer.of(80, 1, stop), start, threads);
    }
}
