// SPDX-License-Identifier: Apache-2.0
package dev.spurline.assertj;

import static dev.spurline.assertj.SpurlineAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.spurline.ComparedRequest;
import dev.spurline.ForkSpec;
import dev.spurline.LiveSandbox;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxException;
import dev.spurline.SandboxSpec;
import dev.spurline.engine.HopsCluster;
import dev.spurline.framework.TestViews;
import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two services, of which the one calls the other, and what is said where an assertion does not hold. */
class SpurlineAssertionsTests {

    @TempDir
    static Path directory;

    private static HopsCluster cluster;
    private static SandboxEngine engine;

    /** Of the service behind the other one. */
    private static LiveSandbox back;

    /** Of both services. */
    private static LiveSandbox both;

    @BeforeAll
    static void open() throws Exception {
        cluster = HopsCluster.start(directory);
        engine = SandboxEngine.connect(cluster.settings(Duration.ofMinutes(1)));
        back = engine.open(HopsCluster.backForked());
        both = engine.open(SandboxSpec.builder()
                .fork(ForkSpec.of("front").env("WORD", "changed"))
                .fork(ForkSpec.of("back").env("WORD", "changed"))
                .build());
    }

    @AfterAll
    static void close() {
        engine.close();
        cluster.close();
    }

    @Test
    void whatHoldsPasses() {
        assertThat(back)
                .onGet("front", "/")
                .differsFromBaselineOnlyAt("body")
                .reached("back")
                .reachedOnly("deployment/back");
        assertThat(back)
                .on(ComparedRequest.get("front", "/").ignoring("line 1"))
                .matchesBaseline();
        assertThat(both).onGet("front", "/").differsFromBaselineOnlyAt("line 1").reachedOnly("front", "back");
        assertThat(both).onGet("front", "/ready").matchesBaseline().reachedOnly("front");
        assertThat(back).onGet("front", "/ready").reachedOnly();
        assertThat(both).reached("front");
        assertThat(both).reachedOnly("front", "back");
    }

    /** All assertions look at one exchange. */
    @Test
    void aRequestIsSentOnce() {
        ComparedRequestAssert request = assertThat(both).onGet("front", "/");
        long before = both.evidence().forks().get(0).direct();

        request.differsFromBaselineOnlyAt("body").reached("front").reachedOnly("front", "back");

        assertThat(request.comparison().fork().body()).isEqualTo("front changed, back changed");
        assertThat(both.evidence().forks().get(0).direct()).isEqualTo(before + 1);
    }

    @Test
    void aDifferenceWhereNoneIsExpectedIsShown() {
        assertThat(failure(() -> assertThat(back).onGet("front", "/").matchesBaseline()))
                .isEqualTo("""
                        Expecting request [GET front/] to be answered with the key as without it
                        Request [GET front/] is answered with the key otherwise than without it, places [1]
                          place   baseline                         with the key
                          line 1  "front baseline, back baseline"  "front baseline, back forked"
                        Latency: baseline [N ms] and [N ms], with the key [N ms]
                        Forks reached by the request: [deployment/back]""");
    }

    @Test
    void aDifferenceElsewhereIsShown() {
        assertThat(failure(() -> assertThat(back)
                        .as("the second hop")
                        .onGet("front", "/")
                        .differsFromBaselineOnlyAt("status", "header x-total")))
                .isEqualTo("""
                        [the second hop] Expecting request [GET front/] to be answered with the key otherwise only at [status, header x-total], but there is no difference at [status, header x-total], and there are differences at [line 1]
                        Request [GET front/] is answered with the key otherwise than without it, places [1]
                          place   baseline                         with the key
                          line 1  "front baseline, back baseline"  "front baseline, back forked"
                        Latency: baseline [N ms] and [N ms], with the key [N ms]
                        Forks reached by the request: [deployment/back]""");
    }

    @Test
    void aDifferenceThatIsNotThereIsMissed() {
        assertThat(failure(() -> assertThat(both).onGet("front", "/ready").differsFromBaselineOnlyAt("body")))
                .isEqualTo("""
                        Expecting request [GET front/ready] to be answered with the key otherwise only at [body], but there is no difference at [body]
                        Request [GET front/ready] is answered with the key as without it
                        Latency: baseline [N ms] and [N ms], with the key [N ms]
                        Forks reached by the request: [deployment/front]""");
    }

    @Test
    void whatReachedNoForkProvesNothing() {
        assertThat(failure(() -> assertThat(back).onGet("front", "/ready").matchesBaseline()))
                .isEqualTo("""
                        Request [GET front/ready] is answered with the key as without it, but it reached no fork, so that this proves nothing
                        Request [GET front/ready] is answered with the key as without it
                        Latency: baseline [N ms] and [N ms], with the key [N ms]
                        Forks reached by the request: []""");
    }

    @Test
    void aForkThatWasNotReachedIsNamed() {
        assertThat(failure(() -> assertThat(both).onGet("front", "/ready").reached("front", "back")))
                .isEqualTo(
                        "Request [GET front/ready] did not reach [deployment/back]; reached were [deployment/front]");
        assertThat(failure(() -> assertThat(both).onGet("front", "/").reachedOnly("back")))
                .isEqualTo(
                        "Request [GET front/] reached [deployment/front, deployment/back], expected were only [deployment/back]");
    }

    /** A view of another test's has another number. */
    @Test
    void whoSentARequestMakesNoDifferenceToTheSandbox() {
        try (LiveSandbox own = engine.open(SandboxSpec.builder()
                .fork(ForkSpec.of("front").env("WORD", "changed"))
                .build())) {
            TestViews.of(own, 7).compare("front", "/ready");

            assertThat(TestViews.of(own, 8)).reached("front").reachedOnly("front");
        }
    }

    @Test
    void anotherForkOfTheSandboxIsNamed() {
        both.compare("front", "/");

        assertThat(failure(() -> assertThat(both).reachedOnly("front")))
                .isEqualTo(
                        "Requests with key [%s] reached [deployment/front, deployment/back], expected were only [deployment/front]",
                        both.key());
    }

    @Test
    void wrongUseIsRefused() {
        assertThatThrownBy(() -> assertThat(back).onGet("front", "/").differsFromBaselineOnlyAt())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "differsFromBaselineOnlyAt() names no place, such as [$.total]: matchesBaseline() expects no difference");
        assertThatThrownBy(() -> assertThat(back).onGet("front", "/").differsFromBaselineOnlyAt("total"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("[total] is no place of an answer: ");
        assertThatThrownBy(() -> assertThat(back).onGet("front", "/").reached("cart"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("[cart] is no fork of the sandbox, which has [deployment/back]");
        assertThatThrownBy(() -> assertThat(back).onGet("cart", "/").matchesBaseline())
                .isInstanceOf(SandboxException.class)
                .hasMessage("There is no Service [cart] in namespace [hops]; there are [back, front]");
    }

    private static String failure(ThrowingCallable assertion) {
        Throwable failure = catchThrowable(assertion);
        assertThat(failure).isInstanceOf(AssertionError.class);
        return String.valueOf(failure.getMessage()).replaceAll("\\d+ ms", "N ms");
    }
}
