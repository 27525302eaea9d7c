// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.EvidenceReport;
import dev.spurline.EvidenceReport.ForkEvidence;
import dev.spurline.LiveFork;
import dev.spurline.Workload;
import dev.spurline.junit.internal.BaselineAnswer.FromBaseline;
import dev.spurline.junit.internal.BaselineAnswer.Undecided;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

/** What is said of a failed test is certain, or is not said. */
class BaselineAnswerTests {

    private final BaselineAnswer answer = new BaselineAnswer(7, 2, EarlierEvidence.NONE);

    @Test
    void namesEachForkIfNoneServedTheTest() {
        assertThat(answer.explain(
                        report(fork("pricing", 0, OptionalLong.of(0), Map.of()), served("cart", 3, Map.of(8, 3L)))))
                .contains(new FromBaseline(
                        "None of the [2] requests with the key that this test sent reached a fork, so what it saw came from"
                                + " the baseline: fork [deployment/pricing] served [0], fork [deployment/cart] served"
                                + " [0]. Check that every service on the way forwards the header [baggage] and that"
                                + " the way leads to [pricing]"));
    }

    @Test
    void saysNothingIfAForkServedTheTest() {
        assertThat(answer.explain(report(served("pricing", 1, Map.of(7, 1L)), served("cart", 0, Map.of()))))
                .isEmpty();
    }

    @Test
    void saysOfRequestsThatMayBeOfTheTestHowManyThereAre() {
        assertThat(answer.explain(report(served("pricing", 3, Map.of(8, 1L)), served("cart", 0, Map.of()))))
                .contains(
                        new Undecided(
                                "Whether a fork served this test is not known; requests with the key that it is known to have sent"
                                        + " [2]: fork [deployment/pricing] served [2] requests of this sandbox that cannot be told to"
                                        + " belong to one test. @ReachesFork on the test tells it, unless others run beside it"));
    }

    @Test
    void isCertainIfAForkHasServedNothingSinceAReadingBeforeTheTest() {
        BaselineAnswer later = new BaselineAnswer(
                7, 2, new EarlierEvidence(report(served("pricing", 3, Map.of(5, 1L)), served("cart", 0, Map.of()))));

        assertThat(later.explain(report(served("pricing", 4, Map.of(5, 1L, 6, 1L)), served("cart", 0, Map.of()))))
                .contains(new FromBaseline(
                        "None of the [2] requests with the key that this test sent reached a fork, so what it saw came from"
                                + " the baseline: fork [deployment/pricing] served [0], and [2] before this test began, fork"
                                + " [deployment/cart] served [0]. Check that every service on the way forwards the header"
                                + " [baggage] and that the way leads to [pricing]"));
    }

    @Test
    void isNotCertainIfAForkHasServedMoreSinceAReadingBeforeTheTest() {
        BaselineAnswer later = new BaselineAnswer(7, 2, new EarlierEvidence(report(served("pricing", 3, Map.of()))));

        assertThat(later.explain(report(served("pricing", 4, Map.of())))).containsInstanceOf(Undecided.class);
    }

    @Test
    void saysNothingOfWhatCannotBeRead() {
        assertThat(answer.explain(report(fork("pricing", 0, OptionalLong.empty(), Map.of()))))
                .isEmpty();
    }

    @Test
    void saysOfATestThatSentNothingHowToSend() {
        assertThat(new BaselineAnswer(7, 0, EarlierEvidence.NONE).explain(report(served("pricing", 0, Map.of()))))
                .contains(new FromBaseline(
                        "This test is known to have sent [0] requests with the key, so what it saw came from the baseline, if"
                                + " from any service: fork [deployment/pricing] served [0]. Send requests through a client that"
                                + " @Routed injects, or with LiveSandbox.headers()"));
    }

    @Test
    void isNotCertainOfATestThatMayHaveSentWithAClientOfItsOwn() {
        assertThat(new BaselineAnswer(7, 0, EarlierEvidence.NONE).explain(report(served("pricing", 1, Map.of()))))
                .containsInstanceOf(Undecided.class);
    }

    @Test
    void saysNothingWhereForksServeNoRequests() {
        assertThat(answer.explain(report(fork("cronjob/report", 0, OptionalLong.of(0), Map.of()))))
                .isEmpty();
    }

    @Test
    void anAssertionIsSaidOnceMoreWithAllThatItHadAndNeverWrapped() {
        AssertionFailedError failure =
                new AssertionFailedError("expected: <1> but was: <2>", 1, 2, new IllegalStateException("of that"));
        failure.addSuppressed(new IllegalStateException("and that"));

        AssertionFailedError said = (AssertionFailedError) BaselineAnswer.before("First.", failure);

        assertThat(said)
                .hasMessage("First.\nexpected: <1> but was: <2>")
                .hasCause(failure.getCause())
                .hasSuppressedException(failure.getSuppressed()[0]);
        assertThat(said.getExpected().getValue()).isEqualTo(1);
        assertThat(said.getActual().getValue()).isEqualTo(2);
        assertThat(said.getStackTrace()).isEqualTo(failure.getStackTrace());
    }

    @Test
    void whatOthersMadeOfAnAssertionStaysAsItIs() {
        AssertionFailedError failure = new AssertionFailedError("expected: <1> but was: <2>", 1, 2) {};

        assertThat(BaselineAnswer.before("First.", failure))
                .isSameAs(failure)
                .hasMessage("expected: <1> but was: <2>")
                .extracting(same -> same.getSuppressed()[0].getMessage())
                .isEqualTo("First.");
    }

    private static EvidenceReport report(ForkEvidence... forks) {
        return new EvidenceReport(List.of(forks));
    }

    private static ForkEvidence served(String name, long routed, Map<Integer, Long> byTest) {
        return fork(name, 0, OptionalLong.of(routed), byTest);
    }

    private static ForkEvidence fork(String name, long direct, OptionalLong routed, Map<Integer, Long> byTest) {
        LiveFork live = new LiveFork(Workload.parse(name), name, "", "shop/" + name, "", Duration.ZERO);
        return new ForkEvidence(live, direct, routed, "", byTest);
    }
}
