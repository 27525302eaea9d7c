// SPDX-License-Identifier: Apache-2.0
package dev.spurline.assertj;

import dev.spurline.ComparedRequest;
import dev.spurline.Comparison;
import dev.spurline.Comparison.Difference;
import dev.spurline.EvidenceReport;
import dev.spurline.LiveSandbox;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.WritableAssertionInfo;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on a request that is sent with the key and without it. The first assertion sends it; all look at the same
 * answers. Made by {@link LiveSandboxAssert}. Not safe for use by several threads.
 *
 * @since 0.1
 */
public final class ComparedRequestAssert extends AbstractAssert<ComparedRequestAssert, ComparedRequest> {

    private final LiveSandbox sandbox;
    private @Nullable Sent sent;

    /** The answers, and the forks that the request has reached. */
    private record Sent(Comparison comparison, ReachedForks reach) {}

    ComparedRequestAssert(LiveSandbox sandbox, ComparedRequest request, WritableAssertionInfo info) {
        super(request, ComparedRequestAssert.class);
        this.sandbox = sandbox;
        // What the user has said of the sandbox by as(…) is said of the request, too.
        this.info.description(info.description());
    }

    /**
     * Verifies that the request is answered with the key as without it, and that it reached a fork, as far as can be told: what
     * reaches none proves nothing.
     *
     * @throws AssertionError if an answer differs, or no fork was reached
     * @throws dev.spurline.SandboxException if the request cannot be compared
     */
    public ComparedRequestAssert matchesBaseline() {
        Sent known = sent();
        if (!known.comparison().matches()) {
            fail("Expecting request [%s] to be answered with the key as without it".formatted(actual), known);
        }
        if (known.reach().isNone()) {
            fail(
                    "Request [%s] is answered with the key as without it, but it reached no fork, so that this proves nothing"
                            .formatted(actual),
                    known);
        }
        return this;
    }

    /**
     * Verifies that there is a difference at each of some places, or within it, and none elsewhere.
     *
     * @param places as for {@link ComparedRequest#ignoring}
     * @throws AssertionError if there is none at one of them, or one elsewhere
     * @throws IllegalArgumentException if one names no place of an answer, or there are none
     * @throws dev.spurline.SandboxException if the request cannot be compared
     */
    public ComparedRequestAssert differsFromBaselineOnlyAt(String... places) {
        if (places.length == 0) {
            throw new IllegalArgumentException(
                    "differsFromBaselineOnlyAt() names no place, such as [$.total]: matchesBaseline() expects no difference");
        }
        Sent known = sent();
        List<String> same = Arrays.stream(places)
                .filter(place -> known.comparison().differencesAt(place).isEmpty())
                .toList();
        List<String> others = known.comparison().differencesOutside(List.of(places)).stream()
                .map(Difference::place)
                .toList();
        if (!same.isEmpty() || !others.isEmpty()) {
            fail(
                    "Expecting request [%s] to be answered with the key otherwise only at %s, but %s"
                            .formatted(actual, List.of(places), wrong(same, others)),
                    known);
        }
        return this;
    }

    private static String wrong(List<String> same, List<String> others) {
        String missing = "there is no difference at " + same;
        String further = "there are differences at " + others;
        return others.isEmpty() ? missing : same.isEmpty() ? further : missing + ", and " + further;
    }

    /**
     * Verifies that the request with the key reached forks.
     *
     * @param forks the names of workloads, such as {@code pricing} or {@code statefulset/pricing}
     * @throws AssertionError if one has served nothing, or cannot tell
     * @throws dev.spurline.SandboxException if the request cannot be compared
     */
    public ComparedRequestAssert reached(String... forks) {
        sent().reach().missing(List.of(forks)).ifPresent(message -> failWithMessage("%s", message));
        return this;
    }

    /**
     * Verifies that the request with the key reached these forks and no other of the sandbox.
     *
     * @param forks the names of workloads; none for no fork at all
     * @throws AssertionError if one of them has served nothing, another one has, or one cannot tell
     * @throws dev.spurline.SandboxException if the request cannot be compared
     */
    public ComparedRequestAssert reachedOnly(String... forks) {
        sent().reach().otherThan(List.of(forks)).ifPresent(message -> failWithMessage("%s", message));
        return this;
    }

    /**
     * Returns both answers and what differs.
     *
     * @throws dev.spurline.SandboxException if the request cannot be compared
     */
    public Comparison comparison() {
        return sent().comparison();
    }

    private Sent sent() {
        isNotNull();
        Sent known = sent;
        if (known == null) {
            EvidenceReport before = sandbox.evidence();
            Comparison comparison = sandbox.compare(actual);
            known = new Sent(comparison, ReachedForks.between(sandbox, before, "Request [%s]".formatted(actual)));
            sent = known;
        }
        return known;
    }

    private void fail(String expectation, Sent known) {
        failWithMessage(
                "%s%n%s%nForks reached by the request: %s",
                expectation, known.comparison(), known.reach().reached());
    }
}
