// SPDX-License-Identifier: Apache-2.0
package dev.spurline.assertj;

import dev.spurline.EvidenceReport;
import dev.spurline.EvidenceReport.ForkEvidence;
import dev.spurline.LiveSandbox;
import dev.spurline.RoutingKey;
import dev.spurline.Workload;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which forks requests have reached between two moments.
 *
 * @param subject what the requests are, for messages
 * @param before what the forks had served
 * @param after what they have served
 * @param test the number of the test that sent them, if that is known: what is known to be of another test does not count
 */
record ReachedForks(String subject, EvidenceReport before, EvidenceReport after, Optional<Integer> test) {

    private static final Pattern NUMBER = Pattern.compile(RoutingKey.TEST_MEMBER + "=[^,;]*\\.(\\d{1,9})(?:[,;]|$)");

    /** Reads what the forks have served by now. */
    static ReachedForks between(LiveSandbox sandbox, EvidenceReport before, String subject) {
        return new ReachedForks(subject, before, sandbox.evidence(), number(sandbox));
    }

    private static Optional<Integer> number(LiveSandbox sandbox) {
        return sandbox.headers().values().stream()
                .map(NUMBER::matcher)
                .filter(Matcher::find)
                .map(found -> Integer.valueOf(found.group(1)))
                .findFirst();
    }

    /** Returns what is wrong if not each of some forks was reached. */
    Optional<String> missing(Collection<String> forks) {
        List<ForkEvidence> expected = forks.stream().map(this::fork).toList();
        List<ForkEvidence> missing =
                expected.stream().filter(fork -> !isReached(fork)).toList();
        return missing.stream()
                .filter(ForkEvidence::unknown)
                .findFirst()
                .map(this::unknown)
                .or(() -> missing.isEmpty() ? Optional.empty() : Optional.of(unreached(missing)));
    }

    /** Returns what is wrong if not each of some forks was reached, or another one was. */
    Optional<String> otherThan(Collection<String> forks) {
        List<ForkEvidence> expected = forks.stream().map(this::fork).toList();
        List<ForkEvidence> others =
                after.forks().stream().filter(fork -> !expected.contains(fork)).toList();
        return missing(forks)
                .or(() -> others.stream()
                        .filter(this::isReached)
                        .findFirst()
                        .map(any ->
                                "%s reached %s, expected were only %s".formatted(subject, reached(), names(expected))))
                .or(() -> others.stream()
                        .filter(ForkEvidence::unknown)
                        .findFirst()
                        .map(this::unknown));
    }

    /** Returns whether it is known that no fork was reached. */
    boolean isNone() {
        return after.forks().stream().noneMatch(fork -> fork.unknown() || isReached(fork));
    }

    /** Returns the forks that were reached, as far as is known. */
    List<Workload> reached() {
        return names(after.forks().stream().filter(this::isReached).toList());
    }

    private static List<Workload> names(List<ForkEvidence> forks) {
        return forks.stream().map(fork -> fork.fork().workload()).toList();
    }

    private ForkEvidence fork(String name) {
        return after.forks().stream()
                .filter(fork -> fork.fork().workload().name().equals(name)
                        || fork.fork().workload().toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "[%s] is no fork of the sandbox, which has %s".formatted(name, names(after.forks()))));
    }

    private boolean isReached(ForkEvidence fork) {
        long earlier = before.forks().stream()
                .filter(known -> known.fork().workload().equals(fork.fork().workload()))
                .mapToLong(this::served)
                .sum();
        return served(fork) > earlier;
    }

    private long served(ForkEvidence fork) {
        return test.map(number -> fork.of(number) + fork.untold())
                .orElseGet(() -> fork.direct() + fork.routed().orElse(0));
    }

    private String unreached(List<ForkEvidence> missing) {
        String hints = missing.stream()
                .flatMap(fork -> fork.hints().stream())
                .distinct()
                .map(hint -> ". " + hint)
                .collect(Collectors.joining());
        return "%s did not reach %s; reached were %s%s".formatted(subject, names(missing), reached(), hints);
    }

    private String unknown(ForkEvidence fork) {
        return "Whether fork [%s] was reached cannot be told: %s"
                .formatted(fork.fork().workload(), fork.reason());
    }
}
