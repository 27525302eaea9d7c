// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.threads;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spurline.residue.ExpectedInLog;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@ExpectedInLog("A task failed")
class SerialTasksTests {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final SerialTasks tasks = new SerialTasks(threads);

    @AfterEach
    void stop() throws InterruptedException {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    }

    @Test
    void tasksOfManyRunOneAtATimeAndEachOnce() {
        int givers = 4;
        int each = 1_000;
        AtomicInteger inside = new AtomicInteger();
        List<Integer> ran = new ArrayList<>();
        List<Integer> beside = new ArrayList<>();

        CompletableFuture<?>[] giving = IntStream.range(0, givers)
                .mapToObj(giver -> CompletableFuture.runAsync(
                        () -> IntStream.range(0, each)
                                .forEach(i -> tasks.execute(() -> {
                                    if (inside.incrementAndGet() > 1) {
                                        beside.add(i);
                                    }
                                    ran.add(giver * each + i);
                                    inside.decrementAndGet();
                                })),
                        threads))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(giving).join();
        afterAll();

        assertThat(beside).isEmpty();
        assertThat(ran).hasSize(givers * each).doesNotHaveDuplicates();
        for (int giver = 0; giver < givers; giver++) {
            int first = giver * each;
            assertThat(ran.stream().filter(task -> task >= first && task < first + each))
                    .isSorted();
        }
    }

    @Test
    void aTaskThatFailsDoesNotEndTheOthers() {
        List<String> ran = new ArrayList<>();
        tasks.execute(() -> {
            throw new IllegalStateException("broken");
        });
        tasks.execute(() -> ran.add("next"));
        afterAll();

        assertThat(ran).containsExactly("next");
    }

    @Test
    void withoutThreadsATaskIsRefusedEachTime() {
        threads.shutdown();

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> tasks.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
        }
    }

    @Test
    void theConclusionFollowsTheLastOfThoseThatWait() {
        Queue<Runnable> borrowed = new ArrayDeque<>();
        List<String> ran = new ArrayList<>();
        SerialTasks concluded = new SerialTasks(borrowed::add, () -> ran.add("conclusion"));

        concluded.execute(() -> ran.add("first"));
        concluded.execute(() -> ran.add("second"));
        borrowed.remove().run();
        assertThat(ran).containsExactly("first", "second", "conclusion");

        concluded.execute(() -> ran.add("third"));
        borrowed.remove().run();
        assertThat(ran).containsExactly("first", "second", "conclusion", "third", "conclusion");
    }

    @Test
    void aTaskThatComesDuringTheConclusionIsConcludedToo() {
        Queue<Runnable> borrowed = new ArrayDeque<>();
        Queue<Runnable> meanwhile = new ArrayDeque<>();
        List<String> ran = new ArrayList<>();
        SerialTasks concluded = new SerialTasks(borrowed::add, () -> {
            ran.add("conclusion");
            if (!meanwhile.isEmpty()) {
                meanwhile.remove().run();
            }
        });
        meanwhile.add(() -> concluded.execute(() -> ran.add("late")));

        concluded.execute(() -> ran.add("first"));
        borrowed.remove().run();

        assertThat(ran).containsExactly("first", "conclusion", "late", "conclusion");
        assertThat(borrowed).isEmpty();
    }

    private void afterAll() {
        CountDownLatch last = new CountDownLatch(1);
        tasks.execute(last::countDown);
        try {
            assertThat(last.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
