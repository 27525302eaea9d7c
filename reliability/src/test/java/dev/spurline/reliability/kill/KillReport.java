// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.reliability.bed.TestBed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What came of all points.
 *
 * @param trials the trials
 * @param limit how long after SIGKILL something may be left
 * @param requests how many untagged requests were compared meanwhile
 * @param differences what was different about their answers
 * @param time how long it all took
 */
record KillReport(List<KillTrial> trials, Duration limit, int requests, List<String> differences, Duration time) {

    /** Fails if something was left, or somebody else was disturbed. */
    void assertHarmless() {
        assertThat(trials).isNotEmpty();
        assertThat(failed()).isEmpty();
        assertThat(requests).isGreaterThan(50);
        assertThat(differences).isEmpty();
    }

    /** Returns the trials that were not clean in time, or left something, or after which the test did not pass. */
    List<KillTrial> failed() {
        return trials.stream().filter(trial -> !trial.passed(limit)).toList();
    }

    private List<Duration> times() {
        return trials.stream()
                .map(KillTrial::clean)
                .flatMap(Optional::stream)
                .sorted()
                .toList();
    }

    @Override
    public String toString() {
        List<Duration> times = times();
        String clean = times.isEmpty()
                ? "never clean"
                : "seconds from SIGKILL to clean: median %.1f, maximum %.1f"
                        .formatted(seconds(times.get(times.size() / 2)), seconds(times.get(times.size() - 1)));
        long leftovers = trials.stream().mapToLong(trial -> trial.left().size()).sum();
        String failed = failed().stream().map(trial -> "\n  " + trial).collect(Collectors.joining());
        String different =
                differences.stream().limit(20).map(line -> "\n  " + line).collect(Collectors.joining());
        return "%d kill points tried, %d leftovers, %s; %d clean within lease + %d s; %d untagged requests compared, %d different; %d s in all%s%s"
                .formatted(
                        trials.size(),
                        leftovers,
                        clean,
                        times.stream()
                                .filter(time -> time.compareTo(KillLane.LIMIT) < 0)
                                .count(),
                        TestBed.GRACE.toSeconds(),
                        requests,
                        differences.size(),
                        time.toSeconds(),
                        failed,
                        different);
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
