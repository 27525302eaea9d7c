// SPDX-License-Identifier: Apache-2.0
package dev.spurline.report;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A small run, of which tests change what they need. */
final class SampleRun {

    static final long BEGAN = 1_796_036_030_000L;

    private SampleRun() {}

    static JvmReport jvm(String id, String run, ReportedSandbox... sandboxes) {
        return new JvmReport(
                id,
                run,
                BEGAN,
                BEGAN + 6_000,
                "17.0.15",
                List.of("Cluster [embedded]"),
                List.of(new ReportedSetting("spurline.namespace", "shop", "system property spurline.namespace")),
                List.of(sandboxes));
    }

    /** A sandbox with one fork, which has served one request of its only test. */
    static ReportedSandbox passed(String owner) {
        return sandbox(
                owner,
                new ReportedClass(
                        owner,
                        1,
                        List.of(new ReportedEvidence("deployment/pricing", 1L, null, "", List.of())),
                        List.of(test("theTotalIsReduced", "PASSED", null)),
                        null));
    }

    /** The same with a test that failed, and a fork of which nothing is known. */
    static ReportedSandbox failed(String owner, ReportedFailure failure) {
        return sandbox(
                owner,
                new ReportedClass(
                        owner,
                        1,
                        List.of(new ReportedEvidence(
                                "deployment/pricing", null, null, "its proxy tells nothing", List.of())),
                        List.of(test("theTotalIsReduced", "FAILED", failure)),
                        null));
    }

    /** The same with a fork that served nothing. */
    static ReportedSandbox unreached(String owner) {
        return sandbox(
                owner,
                new ReportedClass(
                        owner,
                        0,
                        List.of(new ReportedEvidence("deployment/pricing", 0L, null, "", List.of())),
                        List.of(test("theTotalIsReduced", "PASSED", null)),
                        null));
    }

    private static ReportedTest test(String name, String outcome, @Nullable ReportedFailure failure) {
        Map<String, Long> served = failure == null ? Map.of("deployment/pricing", 1L) : Map.of();
        ReportedComparison comparison = new ReportedComparison(
                "GET storefront/checkout/42",
                List.of(new ReportedDifference("$.total", "100", "\"<90>\"")),
                1,
                List.of("$.id"),
                31,
                9,
                11);
        return new ReportedTest(name, outcome, BEGAN + 1_900, 800, 1, served, List.of(comparison), failure);
    }

    /** The same, whose requests reach a fork of another sandbox, too. */
    static ReportedSandbox joining(String owner) {
        ReportedSandbox own = passed(owner);
        ReportedFork theirs = new ReportedFork(
                "deployment/tax",
                "sandbox [bcdefghijk] of [TaxIT]",
                "tax-bcdefghijk",
                "tax-bcdefghijk-x2x",
                "shop/tax:2",
                "",
                0,
                List.of("tax"),
                List.of("made by the sandbox of TaxIT"),
                List.of());
        return new ReportedSandbox(
                own.key(),
                own.namespace(),
                own.owner(),
                own.began(),
                own.opened(),
                own.steps(),
                own.closing(),
                own.kept(),
                List.of(own.forks().get(0), theirs),
                own.routes(),
                own.callers(),
                own.plan(),
                own.warnings(),
                own.classes(),
                own.failure());
    }

    /** One that failed, and whose forks stay for half an hour. */
    static ReportedSandbox kept(String owner) {
        ReportedClass used = new ReportedClass(
                owner,
                1,
                List.of(),
                List.of(test("theTotalIsReduced", "FAILED", new ReportedFailure("expected 90", "", ""))),
                null);
        ReportedKept kept =
                new ReportedKept(BEGAN + 1_800_000, List.of("Its routes were removed", "kubectl -n shop logs <pod>"));
        return sandbox(owner, used, kept);
    }

    private static ReportedSandbox sandbox(String owner, ReportedClass used) {
        return sandbox(owner, used, null);
    }

    private static ReportedSandbox sandbox(String owner, ReportedClass used, @Nullable ReportedKept kept) {
        return new ReportedSandbox(
                "k7f3q5tbma",
                "shop",
                owner,
                BEGAN,
                1_800,
                List.of(new ReportedStep("plan", BEGAN, 300), new ReportedStep("ready", BEGAN + 300, 1_500)),
                new ReportedStep("closing", BEGAN + 2_700, 90),
                kept,
                List.of(new ReportedFork(
                        "deployment/pricing",
                        "",
                        "pricing-k7f3q5tbma",
                        "pricing-k7f3q5tbma-x2x",
                        "shop/pricing:1",
                        "",
                        1_400,
                        List.of("pricing"),
                        List.of("env DISCOUNT of container pricing added, because the fork asks for it"),
                        LineDifference.between("a\nb\n", "a\nc\n"))),
                List.of(new ReportedRoute("HTTPRoute [shop/pricing-k7f3q5tbma]", "pricing", "It sends the key on")),
                List.of("shop/cart", "other/till"),
                "Sandbox k7f3q5tbma in namespace shop\n",
                List.of("Something to know"),
                List.of(used),
                null);
    }

    /** A sandbox that was never open. */
    static ReportedSandbox refused(String owner) {
        return new ReportedSandbox(
                "",
                "",
                owner,
                BEGAN,
                400,
                List.of(),
                null,
                null,
                List.of(),
                List.of(),
                List.of(),
                "",
                List.of(),
                List.of(),
                new ReportedFailure("dev.spurline.PreflightException: Workload [prising] is not there", "", ""));
    }
}
