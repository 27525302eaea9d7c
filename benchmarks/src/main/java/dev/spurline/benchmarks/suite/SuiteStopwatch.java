// SPDX-License-Identifier: Apache-2.0
package dev.spurline.benchmarks.suite;

import dev.spurline.benchmarks.suite.SuiteTimes.ClassTimes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/** Takes the time at the beginning and the end of each class. */
final class SuiteStopwatch implements TestExecutionListener {

    private final Map<String, Long> started = new ConcurrentHashMap<>();
    private final Map<String, Long> finished = new ConcurrentHashMap<>();
    private final List<String> failures = new ArrayList<>();

    @Override
    public void executionStarted(TestIdentifier test) {
        className(test).ifPresent(name -> started.put(name, System.nanoTime()));
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        className(test).ifPresent(name -> finished.put(name, System.nanoTime()));
        result.getThrowable().ifPresent(failure -> failures.add(test.getDisplayName() + ": " + failure));
    }

    private static Optional<String> className(TestIdentifier test) {
        return test.getSource()
                .filter(ClassSource.class::isInstance)
                .map(source -> ((ClassSource) source).getClassName());
    }

    /**
     * Says how long classes took.
     *
     * @param classes those of which it is to be known when their response came
     */
    SuiteTimes times(List<String> classes, Map<String, Long> responded, Set<String> keys) {
        long begin = started.values().stream().mapToLong(Long::longValue).min().orElseThrow();
        double wall = millis(begin, System.nanoTime());
        List<ClassTimes> times = classes.stream()
                .map(name -> {
                    long response = at(responded, name);
                    return new ClassTimes(millis(at(started, name), response), millis(response, at(finished, name)));
                })
                .toList();
        return new SuiteTimes(wall, times, Set.copyOf(keys), failures);
    }

    private <T> T at(Map<String, T> times, String name) {
        return Optional.ofNullable(times.get(name))
                .orElseThrow(() ->
                        new IllegalStateException("[%s] did not get there; failed: %s".formatted(name, failures)));
    }

    private static double millis(long from, long to) {
        return (to - from) / 1e6;
    }
}
