// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.EvidenceReport;
import dev.spurline.EvidenceReport.ForkEvidence;
import dev.spurline.LiveFork;
import dev.spurline.SandboxException;
import dev.spurline.Settings;
import dev.spurline.Workload;
import dev.spurline.junit.Evidence;
import dev.spurline.junit.internal.TestLedger.Summary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opentest4j.AssertionFailedError;

class EvidenceJudgeTests {

    private static final Settings NO_SETTINGS = name -> Optional.empty();
    private static final Summary PASSED_AND_SENT = new Summary(2, 0, 3, 3, List.of());

    private final List<String> lines = new ArrayList<>();

    @ParameterizedTest(name = "passed {0}, failed {1}, sent {2}, by passed {3}, complete {4}: {5}")
    @CsvSource({
        "1, 0, 1, 1, true,  true", // the ordinary case
        "1, 0, 0, 0, true,  true", // nothing was sent at all: the plainest false green
        "1, 0, 1, 1, false, false", // others were left out and might have reached it
        "0, 1, 1, 0, true,  false", // nothing passed, nothing is claimed
        "0, 0, 0, 0, true,  false", // all aborted or disabled
        "1, 1, 0, 0, true,  false", // red already, and what failed may be why nothing was sent
        "1, 1, 1, 0, true,  false", // red already, only the failed one went near the fork
        "1, 1, 2, 1, true,  true", // what passed sent requests and claims to have seen the fork
    })
    void judgesOnlyWhatClaimsSomething(
            long passed, long failed, long sent, long sentByPassed, boolean complete, boolean judged) {
        Summary summary = new Summary(passed, failed, sent, sentByPassed, List.of());

        assertThat(EvidenceJudge.isToBeJudged(summary, complete)).isEqualTo(judged);
    }

    @Test
    void failsWhenRequestsWithTheKeyNeverReachedTheFork() {
        Optional<AssertionFailedError> failure = judge(Evidence.REQUIRED, PASSED_AND_SENT, fork(0, 0));

        assertThat(failure)
                .hasValueSatisfying(error -> assertThat(error)
                        .hasMessage("No request of [CheckoutIT] reached fork [deployment/pricing], so its tests prove"
                                + " nothing about it: tests passed [2], requests sent with the key [3], served by the"
                                + " fork [0]. Check that every service on the way forwards"
                                + " the header [baggage] and that the way leads to [pricing]; if it is meant so, set"
                                + " evidence = Evidence.WARN"));
    }

    @Test
    void namesFirstWhatIsKnownToKeepRequestsFromTheFork() {
        ForkEvidence hinted =
                fork(0, 0).hinting(List.of("Callers without a proxy: [web]", "The gateway does not route"));

        assertThat(EvidenceJudge.cure(hinted, 3))
                .isEqualTo("Callers without a proxy: [web]. The gateway does not route."
                        + " Check that every service on the way forwards the header [baggage]"
                        + " and that the way leads to [pricing]");
        assertThat(EvidenceJudge.cure(hinted, 0))
                .isEqualTo("Send requests through a client that @Routed injects, or with LiveSandbox.headers()");
    }

    @Test
    void failsWhenNothingWasSentAtAll() {
        Optional<AssertionFailedError> failure =
                judge(Evidence.REQUIRED, new Summary(1, 0, 0, 0, List.of()), fork(0, 0));

        assertThat(failure)
                .hasValueSatisfying(error -> assertThat(error)
                        .hasMessage("No request of [CheckoutIT] reached fork [deployment/pricing], so its tests prove"
                                + " nothing about it: tests passed [1], requests sent with the key [0], served by the"
                                + " fork [0]. Send requests through a client that @Routed"
                                + " injects, or with LiveSandbox.headers(); if it is meant so, set evidence ="
                                + " Evidence.WARN"));
    }

    @Test
    void saysWhichClientsAreNotCounted() {
        Optional<AssertionFailedError> failure =
                judge(Evidence.REQUIRED, new Summary(1, 0, 0, 0, List.of("Stub", "URI")), fork(0, 0));

        assertThat(failure)
                .hasValueSatisfying(error -> assertThat(error)
                        .hasMessage("No request of [CheckoutIT] reached fork [deployment/pricing], so its tests prove"
                                + " nothing about it: tests passed [1], requests sent with the key [0] (those of [Stub,"
                                + " URI] are not counted), served by the fork [0]. Send requests through a client that"
                                + " @Routed injects, or with LiveSandbox.headers(); if it is meant so, set evidence ="
                                + " Evidence.WARN"));
    }

    @Test
    void failsWhenACronJobWasNeverRun() {
        ForkEvidence never = onRequest(0);

        assertThat(judge(Evidence.REQUIRED, new Summary(1, 0, 0, 0, List.of()), never))
                .hasValueSatisfying(error -> assertThat(error)
                        .hasMessage("Fork [cronjob/report] of [CheckoutIT] was never run, so its tests prove nothing"
                                + " about it: tests passed [1]. Run it with LiveSandbox.run(\"cronjob/report\"); if it is"
                                + " meant so, set evidence = Evidence.WARN"));
        ReachCheck check = new ReachCheck(
                "CheckoutIT#reports", 0, List.of(Workload.parse("cronjob/report")), new EvidenceReport(List.of()));
        assertThat(check.missing(never, 0))
                .isEqualTo("Test [CheckoutIT#reports] did not run fork [cronjob/report], although @ReachesFork asks for"
                        + " it. Run it with LiveSandbox.run(\"cronjob/report\")");
    }

    @Test
    void isContentWithOneRunOfACronJob() {
        assertThat(judge(Evidence.REQUIRED, PASSED_AND_SENT, onRequest(1))).isEmpty();
        assertThat(lines)
                .containsExactly(
                        "[CheckoutIT] sent [3] requests with the key; fork [cronjob/report] was run [1] times");
    }

    private static ForkEvidence onRequest(long runs) {
        LiveFork fork =
                new LiveFork(Workload.parse("cronjob/report"), "report-k7f3q5tbma", "", "report:2", "", Duration.ZERO);
        return new ForkEvidence(fork, runs, OptionalLong.of(0), "", Map.of());
    }

    @Test
    void isContentWithDirectOrRoutedRequests() {
        assertThat(judge(Evidence.REQUIRED, PASSED_AND_SENT, fork(1, 0))).isEmpty();
        assertThat(judge(Evidence.REQUIRED, PASSED_AND_SENT, fork(0, 1))).isEmpty();
    }

    @Test
    void neitherTrustsNorBlamesWhatCannotBeRead() {
        ForkEvidence unknown = new ForkEvidence(live(), 0, OptionalLong.empty(), "no proxy", Map.of());

        assertThat(judge(Evidence.REQUIRED, PASSED_AND_SENT, unknown)).isEmpty();
        assertThat(judge(EvidenceJudgeTests::unreadable)).isEmpty();
        assertThat(lines)
                .containsExactly(
                        "[CheckoutIT] sent [3] requests with the key; how many of them fork [deployment/pricing] served is"
                                + " unknown: no proxy",
                        "Whether requests of [CheckoutIT] reached its forks is unknown:"
                                + " java.lang.IllegalStateException: no answer");
    }

    @Test
    void blamesASandboxThatWasLost() {
        Optional<AssertionFailedError> failure = judge(EvidenceJudgeTests::lost);

        assertThat(failure)
                .get()
                .extracting(Throwable::getMessage)
                .isEqualTo(
                        "The sandbox of [CheckoutIT] did not live until its tests were over, so they prove nothing about"
                                + " its forks: gone");
    }

    @Test
    void doesNotTakeForATestsOwnWhatOthersMayHaveSent() {
        ReachCheck check =
                new ReachCheck("CheckoutIT#pays", 1, List.of(live().workload()), new EvidenceReport(List.of()));
        EvidenceReport now = new EvidenceReport(List.of(fork(0, 2)));
        EvidenceJudge judge = new EvidenceJudge(
                "CheckoutIT", Evidence.REQUIRED, NO_SETTINGS, new ProgressReporter(false, lines::add));

        assertThat(judge.judge(check, 1, () -> now, fork -> false)).isEmpty();
        assertThat(judge.judge(check, 1, () -> now, fork -> true))
                .get()
                .extracting(Throwable::getMessage)
                .isEqualTo(
                        "Whether a request of test [CheckoutIT#pays] reached fork [deployment/pricing] is not known: others"
                                + " have the sandbox, too, and [2] requests that the fork served meanwhile are of this test or"
                                + " of theirs. Give the metrics of the fork's proxy a label that holds the header [baggage], or"
                                + " run the test in a sandbox of its own");
    }

    @Test
    void takesOfTheForkOfAnotherSandboxOnlyWhatCarriesANumberOfTheClass() {
        Map<LiveFork, String> theirs = Map.of(live(), "sandbox [k7f3q5tbma] of [TaxIT]");

        assertThat(judge(theirs, new ForkEvidence(live(), 0, OptionalLong.of(3), "", Map.of(7, 1L))))
                .isEmpty();
        assertThat(judge(theirs, new ForkEvidence(live(), 0, OptionalLong.of(3), "", Map.of(9, 3L))))
                .get()
                .extracting(Throwable::getMessage)
                .asString()
                .startsWith("No request of [CheckoutIT] reached fork [deployment/pricing], so its tests prove nothing");
        assertThat(judge(theirs, fork(0, 3)))
                .get()
                .extracting(Throwable::getMessage)
                .isEqualTo(
                        "Whether a request of [CheckoutIT] reached fork [deployment/pricing] of sandbox [k7f3q5tbma] of [TaxIT]"
                                + " is not known, so its tests prove nothing about it: tests passed [2], requests sent with the"
                                + " key [3], and the fork served [3] of these or of those of its own sandbox. Give the metrics of"
                                + " the fork's proxy a label that holds the header [baggage]; if it is meant so, set evidence ="
                                + " Evidence.WARN");
    }

    private Optional<AssertionFailedError> judge(Map<LiveFork, String> theirs, ForkEvidence fork) {
        EvidenceReport report = new EvidenceReport(List.of(fork));
        return new EvidenceJudge("CheckoutIT", Evidence.REQUIRED, NO_SETTINGS, new ProgressReporter(false, lines::add))
                .judge(
                        PASSED_AND_SENT,
                        true,
                        () -> ClassEvidence.of(report).joining(EarlierEvidence.NONE, report, Set.of(7), theirs));
    }

    @Test
    void blamesASandboxThatWasLostDuringASingleTest() {
        ReachCheck check =
                new ReachCheck("CheckoutIT#pays", 0, List.of(Workload.parse("pricing")), new EvidenceReport(List.of()));

        Optional<AssertionFailedError> failure = new EvidenceJudge(
                        "CheckoutIT", Evidence.REQUIRED, NO_SETTINGS, new ProgressReporter(false, lines::add))
                .judge(check, 1, EvidenceJudgeTests::lost, fork -> false);

        assertThat(failure)
                .get()
                .extracting(Throwable::getMessage)
                .isEqualTo(
                        "The sandbox of test [CheckoutIT#pays] did not live until it was over, so it proves nothing about"
                                + " its forks: gone");
    }

    @Test
    void wantsProofForEachFork() {
        Optional<AssertionFailedError> failure = judge(Evidence.REQUIRED, PASSED_AND_SENT, fork(0, 4), fork(0, 0));

        assertThat(failure).isPresent();
    }

    @Test
    void onlyWarnsWhereThatIsDeclared() {
        assertThat(judge(Evidence.WARN, PASSED_AND_SENT, fork(0, 0))).isEmpty();
        assertThat(lines)
                .satisfiesExactly(
                        line -> assertThat(line)
                                .isEqualTo(
                                        "[CheckoutIT] sent [3] requests with the key; fork [deployment/pricing] served [0]"),
                        line -> assertThat(line).startsWith("No request of [CheckoutIT] reached fork"));
    }

    @Test
    void tellsEveryForkInOneLine() {
        judge(Evidence.REQUIRED, PASSED_AND_SENT, fork(1, 2), fork(0, 4));

        assertThat(lines)
                .containsExactly("[CheckoutIT] sent [3] requests with the key; fork [deployment/pricing] served [3];"
                        + " fork [deployment/pricing] served [4]");
    }

    @Test
    void letsTheSettingDecideOverTheAnnotation() {
        Settings required = NO_SETTINGS.orElse(Map.of("spurline.evidence", "required"), "test");
        Settings off = NO_SETTINGS.orElse(Map.of("spurline.evidence", "off"), "test");

        assertThat(judge(required, Evidence.WARN)).isPresent();
        assertThat(judge(off, Evidence.REQUIRED)).isEmpty();
    }

    private Optional<AssertionFailedError> judge(Evidence declared, Summary summary, ForkEvidence... forks) {
        return new EvidenceJudge("CheckoutIT", declared, NO_SETTINGS, new ProgressReporter(false, lines::add))
                .judge(summary, true, () -> ClassEvidence.of(new EvidenceReport(List.of(forks))));
    }

    private Optional<AssertionFailedError> judge(Settings settings, Evidence declared) {
        return new EvidenceJudge("CheckoutIT", declared, settings, new ProgressReporter(false, lines::add))
                .judge(PASSED_AND_SENT, true, () -> ClassEvidence.of(new EvidenceReport(List.of(fork(0, 0)))));
    }

    private Optional<AssertionFailedError> judge(Supplier<EvidenceReport> report) {
        return new EvidenceJudge("CheckoutIT", Evidence.REQUIRED, NO_SETTINGS, new ProgressReporter(false, lines::add))
                .judge(PASSED_AND_SENT, true, () -> ClassEvidence.of(report.get()));
    }

    private static EvidenceReport unreadable() {
        throw new IllegalStateException("no answer");
    }

    private static EvidenceReport lost() {
        throw new SandboxException("gone");
    }

    private static ForkEvidence fork(long direct, long routed) {
        return new ForkEvidence(live(), direct, OptionalLong.of(routed), "", Map.of());
    }

    private static LiveFork live() {
        return new LiveFork(
                Workload.parse("pricing"), "pricing-k", "pricing-k-0", "shop/pricing:1", "", Duration.ofSeconds(1));
    }
}
