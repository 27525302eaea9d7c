// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import dev.spurline.report.ReportedComparison;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which of the tests that are judged together ran, how they ended, and what they sent. */
final class TestLedger {

    private final Map<String, Run> runs = new ConcurrentHashMap<>();
    private final Set<TestMethod> seen = ConcurrentHashMap.newKeySet();
    private final TestNumbers numbers;
    private final OptionalInt common;
    private final AtomicLong unassigned = new AtomicLong();
    private final Set<String> notCounted = ConcurrentHashMap.newKeySet();

    private TestLedger(TestNumbers numbers, OptionalInt common) {
        this.numbers = numbers;
        this.common = common;
    }

    /** Returns one for tests that have their sandbox for themselves. */
    static TestLedger alone() {
        return new TestLedger(new TestNumbers(), OptionalInt.empty());
    }

    /**
     * Returns one for tests whose sandbox others have, too: a request of which it cannot be told which of the tests sent it
     * carries a number all the same, so that it can be told that one of them did.
     *
     * @param numbers those of all that have the sandbox
     */
    static TestLedger amongOthers(TestNumbers numbers) {
        return new TestLedger(numbers, OptionalInt.of(numbers.next()));
    }

    /** How a test ended. */
    enum Outcome {
        RUNNING,
        PASSED,
        FAILED,
        ABORTED
    }

    /**
     * What the judge needs to know.
     *
     * @param passed how many tests passed
     * @param failed how many tests failed
     * @param sent the requests with the key, of all tests
     * @param sentByPassed those of tests that passed, and those that no test can be named for
     * @param notCounted the kinds of clients that were used and whose requests are not among them
     */
    record Summary(long passed, long failed, long sent, long sentByPassed, List<String> notCounted) {}

    /**
     * A test, for reports.
     *
     * @param number what its requests carry
     * @param name how JUnit shows it
     * @param began when it began
     * @param took how long it took, or has taken by now
     * @param sent how many requests with the key it has sent
     * @param comparisons the requests that it has compared
     * @param failure why it failed
     */
    record Told(
            int number,
            String name,
            Outcome outcome,
            Instant began,
            Duration took,
            long sent,
            List<ReportedComparison> comparisons,
            Optional<TestFailure> failure) {}

    /** Returns the tests in the order in which they began. */
    List<Told> told() {
        return runs.values().stream()
                .sorted(Comparator.comparingInt(run -> run.number))
                .map(Run::told)
                .toList();
    }

    /** Returns whether no other of these tests has sent a request with the key. */
    boolean isOnlySender(Told test) {
        return runs.size() == 1
                || (notCounted.isEmpty() && test.sent() > 0 && summary().sent() == test.sent());
    }

    /**
     * Takes note that a test begins.
     *
     * @param name how JUnit shows it
     */
    void begin(String id, String name) {
        Run run = run(id);
        run.name = name;
        run.outcome = Outcome.RUNNING;
    }

    /** Takes note of why a test failed; the first failure of dynamic tests stands for all of a factory. */
    void failed(String id, TestFailure failure) {
        Run run = run(id);
        run.failure = run.failure.or(() -> Optional.of(failure));
    }

    void end(String id, Outcome outcome) {
        Run run = run(id);
        run.ended = OptionalLong.of(System.nanoTime());
        // A dynamic test may have failed before its factory ends well.
        if (run.outcome != Outcome.FAILED) {
            run.outcome = outcome;
        }
    }

    void seen(TestMethod method) {
        seen.add(method);
    }

    Set<TestMethod> seen() {
        return Set.copyOf(seen);
    }

    void sent(Optional<String> id) {
        current(id).ifPresentOrElse(run -> run.sent.incrementAndGet(), unassigned::incrementAndGet);
    }

    /** Takes note of a request that was sent with the key and without it. */
    void compared(Optional<String> id, ReportedComparison comparison) {
        sent(id);
        current(id).ifPresent(run -> run.comparisons.add(comparison));
    }

    /** Remembers a kind of clients that do not tell of their requests. */
    void notCounted(String client) {
        notCounted.add(client);
    }

    /** Returns the number of the test that a request belongs to, if that can be told, else that of all if there is one. */
    OptionalInt number(Optional<String> id) {
        return current(id).map(run -> OptionalInt.of(run.number)).orElse(common);
    }

    /** Returns the number of requests that any of the tests may send, if there is one. */
    OptionalInt commonNumber() {
        return common;
    }

    /** Returns all numbers that requests of these tests carry. */
    Set<Integer> numbers() {
        return Stream.concat(common.stream().boxed(), runs.values().stream().map(run -> run.number))
                .collect(Collectors.toSet());
    }

    /** Returns the number of a test. */
    int numberOf(String id) {
        return run(id).number;
    }

    /** Returns how long ago the test that an id stands for, or stands under, began. */
    Optional<Duration> since(String id) {
        return runs.entrySet().stream()
                .filter(entry -> id.equals(entry.getKey()) || id.startsWith(entry.getKey() + "/"))
                .map(entry -> Duration.ofNanos(System.nanoTime() - entry.getValue().began))
                .findFirst();
    }

    /** Returns whether a test is the only one that has begun by now, of all that may have the sandbox. */
    boolean isAlone(String id) {
        return numbers.tests() == 1 && runs.containsKey(id);
    }

    /** Returns when a test began, in {@link System#nanoTime()}. */
    long began(String id) {
        return run(id).began;
    }

    /** Returns how many requests with the key a test has sent. */
    long sentBy(String id) {
        return run(id).sent.get();
    }

    Summary summary() {
        long sent = unassigned.get();
        long sentByPassed = unassigned.get();
        for (Run run : runs.values()) {
            sent += run.sent.get();
            sentByPassed += run.outcome == Outcome.PASSED ? run.sent.get() : 0;
        }
        return new Summary(
                count(Outcome.PASSED),
                count(Outcome.FAILED),
                sent,
                sentByPassed,
                notCounted.stream().sorted().toList());
    }

    /** A client that belongs to no test, such as that of a static field, works for the only one that runs. */
    private Optional<Run> current(Optional<String> id) {
        if (id.isPresent()) {
            return id.map(this::run);
        }
        List<Run> running = runs.values().stream()
                .filter(run -> run.outcome == Outcome.RUNNING)
                .toList();
        return running.size() == 1 ? Optional.of(running.get(0)) : Optional.empty();
    }

    private long count(Outcome outcome) {
        return runs.values().stream().filter(run -> run.outcome == outcome).count();
    }

    private Run run(String id) {
        return runs.computeIfAbsent(id, any -> new Run(numbers.nextTest()));
    }

    private static final class Run {

        private final int number;
        private final long began = System.nanoTime();
        private final Instant moment = Instant.now();
        private final AtomicLong sent = new AtomicLong();
        private final List<ReportedComparison> comparisons = new CopyOnWriteArrayList<>();
        private volatile String name = "";
        private volatile OptionalLong ended = OptionalLong.empty();
        private volatile Optional<TestFailure> failure = Optional.empty();
        private volatile Outcome outcome = Outcome.RUNNING;

        Run(int number) {
            this.number = number;
        }

        private Told told() {
            Duration took = Duration.ofNanos(ended.orElseGet(System::nanoTime) - began);
            return new Told(number, name, outcome, moment, took, sent.get(), List.copyOf(comparisons), failure);
        }
    }
}
