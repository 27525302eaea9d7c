// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.routing;

import dev.spurline.embedded.routing.RoutingCase.Expectation;
import dev.spurline.embedded.routing.RoutingCase.HeaderLines;
import dev.spurline.embedded.routing.RoutingCase.Received;
import dev.spurline.embedded.routing.RoutingTarget.ReceivedRequest;
import dev.spurline.embedded.routing.RoutingTarget.RoutingAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Where an answer is as expected and where not.
 *
 * @param expected what was expected, in words
 * @param got what came instead, in the same words
 */
public record CaseVerdict(boolean passed, List<String> expected, List<String> got) {

    /** Compares. */
    public static CaseVerdict of(Expectation expected, RoutingAnswer answer) {
        Comparison comparison = new Comparison();
        if (!expected.workloads().isEmpty()) {
            String workload = answer.workload().orElse("none");
            comparison.add(
                    "workload",
                    String.join(" or ", expected.workloads()),
                    workload,
                    expected.workloads().contains(workload));
        } else if (answer.workload().isPresent()) {
            comparison.add("workload", "any", answer.workload().get(), true);
        }
        expected.status().ifPresent(status -> comparison.same("status", status, answer.status()));
        expected.rule()
                .ifPresent(rule -> answer.rule().ifPresent(found -> comparison.same("rule", rule.name(), found)));
        expected.location()
                .ifPresent(location -> comparison.same("location", location, first(answer.headers(), "location")));
        expected.body().ifPresent(body -> comparison.same("body", body, answer.body()));
        comparison.headers("header", expected.headers(), answer.headers());
        expected.received().ifPresent(received -> comparison.received(received, answer.received()));
        if (!expected.mirrored().isEmpty()) {
            comparison.same("mirrored", expected.mirrored(), answer.mirrored());
        }
        return new CaseVerdict(comparison.same, List.copyOf(comparison.expected), List.copyOf(comparison.got));
    }

    private static String first(Map<String, List<String>> headers, String name) {
        return headers.getOrDefault(name, List.of("absent")).get(0);
    }

    private static final class Comparison {

        private final List<String> expected = new ArrayList<>();
        private final List<String> got = new ArrayList<>();
        private boolean same = true;

        void same(String what, Object wanted, Object found) {
            add(what, String.valueOf(wanted), String.valueOf(found), wanted.equals(found));
        }

        void add(String what, String wanted, String found, boolean equal) {
            expected.add("%s [%s]".formatted(what, wanted));
            got.add("%s [%s]".formatted(what, found));
            same &= equal;
        }

        void headers(String what, Map<String, HeaderLines> wanted, Map<String, List<String>> found) {
            wanted.forEach((name, lines) -> {
                List<String> present = found.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
                add(
                        what + " " + name,
                        lines.toString(),
                        new HeaderLines(present, false).toString(),
                        lines.matches(present));
            });
        }

        void received(Received wanted, Optional<ReceivedRequest> found) {
            if (found.isEmpty()) {
                add("received", "a request", "nothing", false);
                return;
            }
            wanted.method()
                    .ifPresent(method ->
                            same("received method", method, found.get().method()));
            wanted.host()
                    .ifPresent(host -> same("received host", host, found.get().host()));
            wanted.path()
                    .ifPresent(path -> same("received path", path, found.get().path()));
            headers("received header", wanted.headers(), found.get().headers());
        }
    }
}
