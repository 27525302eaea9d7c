// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import ch.qos.logback.classic.Level;
import dev.spurline.junit.FailingTestCase.NeverArrives;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/** What fails, and with which words: one run on one embedded cluster. */
@TestInstance(Lifecycle.PER_CLASS)
class FailingTests {

    /** Under the path that these tests ask for, {@code front} forgets the baggage. */
    private static final String LOST_BY_FRONT = "front received the key and called price without it: front does not"
            + " forward [baggage], unless these were calls of its own or for requests that no proxy read here has"
            + " counted. Its pod template shows no agent of OpenTelemetry or Datadog and no setting of"
            + " Micrometer: without such a library a program hands on only the headers that it copies itself. How"
            + " services hand it on: docs/propagation.md. ";

    private static final String HERE = "dev.spurline.junit.FailingTestCase$";
    private static final String KEY = "[a-z][a-z2-7]{9}";
    private static final String POD = "price-" + KEY + "-[a-z0-9]+-[a-z0-9]+";

    private static final String SENT_NOTHING =
            "This test is known to have sent [0] requests with the key, so what it saw"
                    + " came from the baseline, if from any service: fork [deployment/price] served [0]. Send requests through a"
                    + " client that @Routed injects, or with LiveSandbox.headers()\n";

    private final LogLines log = new LogLines();
    private TestRun run = TestRun.of();

    @BeforeAll
    void runAll() {
        log.during(() -> run = TestRun.of(FailingTestCase.class.getDeclaredClasses()));
    }

    @Test
    void aClassThatSendsNothingFails() {
        assertThat(run.passed(FailingTestCase.SendsNothing.class)).isEqualTo(1);
        assertThat(run.ownFailures(FailingTestCase.SendsNothing.class))
                .singleElement()
                .isInstanceOf(AssertionFailedError.class)
                .extracting(Throwable::getMessage)
                .isEqualTo(missing("SendsNothing", 1, 0)
                        + "Send requests through a client that @Routed injects, or with LiveSandbox.headers(); if it is"
                        + " meant so, set evidence = Evidence.WARN");
    }

    @Test
    void aClassThatNeverRunsItsCronJobFails() {
        assertThat(run.passed(FailingTestCase.NeverRun.class)).isEqualTo(1);
        assertThat(run.ownFailures(FailingTestCase.NeverRun.class))
                .singleElement()
                .isInstanceOf(AssertionFailedError.class)
                .extracting(Throwable::getMessage)
                .isEqualTo("Fork [cronjob/report] of [" + HERE
                        + "NeverRun] was never run, so its tests prove nothing about"
                        + " it: tests passed [1]. Run it with LiveSandbox.run(\"cronjob/report\"); if it is meant so, set"
                        + " evidence = Evidence.WARN");
    }

    @Test
    void aClassWhoseRequestsNeverArriveFails() {
        assertThat(run.passed(NeverArrives.class)).isEqualTo(2);
        assertThat(run.ownFailures(NeverArrives.class))
                .singleElement()
                .isInstanceOf(AssertionFailedError.class)
                .extracting(Throwable::getMessage)
                .isEqualTo(missing("NeverArrives", 2, 2)
                        + LOST_BY_FRONT
                        + "Check that every service on the way forwards the header [baggage] and that the way leads to"
                        + " [price]; if it is meant so, set evidence = Evidence.WARN");
    }

    @Test
    void missingEvidenceComesWithDiagnostics() {
        assertThat(run.ownFailures(NeverArrives.class).get(0).getSuppressed())
                .singleElement()
                .isInstanceOf(SandboxDiagnostics.class);
    }

    @Test
    void aMethodWithItsOwnSandboxFailsAlone() {
        assertThat(run.passed(FailingTestCase.OneMethodSendsNothing.class)).isEqualTo(1);
        assertThat(run.messages(FailingTestCase.OneMethodSendsNothing.class))
                .containsExactly(missing("OneMethodSendsNothing#sendsNothing", 1, 0)
                        + "Send requests through a client that @Routed injects, or with LiveSandbox.headers(); if it is"
                        + " meant so, set evidence = Evidence.WARN");
    }

    @Test
    void oneRequestProvesAllMethodsThatShareTheSandbox() {
        assertThat(run.messages(FailingTestCase.NestedArrives.class)).isEmpty();
    }

    @Test
    void aDisabledMethodProvesNothing() {
        assertThat(run.ownFailures(FailingTestCase.TheOneThatWouldArriveIsDisabled.class))
                .singleElement()
                .isInstanceOf(AssertionFailedError.class);
    }

    @Test
    void warningsLeaveTheClassGreen() {
        assertThat(run.messages(FailingTestCase.OnlyWarned.class)).isEmpty();
        assertThat(log.warnings())
                .contains(missing("OnlyWarned", 1, 0)
                        + "Send requests through a client that @Routed injects, or with LiveSandbox.headers(); if it is"
                        + " meant so, set evidence = Evidence.WARN");
    }

    @Test
    void nothingIsClaimedWhereNothingPassed() {
        assertThat(run.failures(FailingTestCase.AllAborted.class))
                .singleElement()
                .isInstanceOf(TestAbortedException.class);
    }

    @Test
    void aTestThatAsksToReachItsForkFailsByItself() {
        String none = "No request of test [" + HERE + "ReachesNot#%s] reached fork [deployment/price], although"
                + " @ReachesFork asks for it: requests sent with the key [%d]. ";

        assertThat(run.messages(FailingTestCase.ReachesNot.class))
                .containsExactlyInAnyOrder(
                        none.formatted("sendsNothing", 0)
                                + "Send requests through a client that @Routed injects, or with LiveSandbox.headers()",
                        none.formatted("isNotPassedOn", 1)
                                + "Check that every service on the way forwards the header [baggage] and that the way"
                                + " leads to [price]",
                        "@ReachesFork(\"front\") of [" + HERE + "ReachesNot#namesNoFork] names no fork of its sandbox,"
                                + " which has [deployment/price]",
                        "@ReachesFork of [" + HERE + "ReachesNot#namesNothing] names no fork of its sandbox, which has"
                                + " [deployment/price]");
        assertThat(run.passed(FailingTestCase.ReachesNot.class)).isEqualTo(1);
    }

    @Test
    void aFailureWhoseAnswerCameFromTheBaselineSaysSoFirst() {
        String sentence =
                "None of the [1] requests with the key that this test sent reached a fork, so what it saw came"
                        + " from the baseline: fork [deployment/price] served [0]. "
                        + LOST_BY_FRONT
                        + "Check that every service on the way"
                        + " forwards the header [baggage] and that the way leads to [price]";
        List<Throwable> failures = run.failures(FailingTestCase.AnsweredByBaseline.class);

        assertThat(failures)
                .extracting(Throwable::getMessage)
                .containsExactlyInAnyOrder(
                        sentence + "\nexpected: <right> but was: <wrong>",
                        sentence + "\nexpected: <right> but was: <wrong>",
                        "no total",
                        SENT_NOTHING + "expected: <right> but was: <wrong>");
        assertThat(failures)
                .filteredOn(IllegalStateException.class::isInstance)
                .singleElement()
                .satisfies(failure -> assertThat(failure.getSuppressed()[0]).hasMessage(sentence));
        assertThat(failures)
                .filteredOn(AssertionFailedError.class::isInstance)
                .hasSize(3)
                .allSatisfy(failure -> {
                    AssertionFailedError error = (AssertionFailedError) failure;
                    assertThat(error.getExpected().getValue()).isEqualTo("right");
                    assertThat(error.getActual().getValue()).isEqualTo("wrong");
                    assertThat(error).hasNoCause();
                    assertThat(error.getStackTrace())
                            .anyMatch(frame -> frame.getClassName().startsWith(HERE));
                });
    }

    /** This mesh does not tell the test of a request. */
    @Test
    void whatAnEarlierTestReachedIsToldApartAsFarAsItIsKnown() {
        List<Throwable> failures = run.failures(FailingTestCase.AnsweredByBaselineAfterAnother.class);

        assertThat(failures)
                .extracting(Throwable::getMessage)
                .containsExactlyInAnyOrder(
                        "expected: <right> but was: <wrong>",
                        "None of the [1] requests with the key that this test sent reached a fork, so what it saw came"
                                + " from the baseline: fork [deployment/price] served [0], and [1] before this test"
                                + " began. Check that every service on the way forwards the header [baggage] and that"
                                + " the way leads to [price]\nexpected: <right> but was: <wrong>");
        assertThat(failures)
                .filteredOn(failure -> String.valueOf(failure.getMessage()).startsWith("expected"))
                .singleElement()
                .satisfies(failure -> assertThat(failure.getSuppressed()[0])
                        .isInstanceOf(SandboxDiagnostics.class)
                        .hasMessageContaining(
                                "\nWhether a fork served this test is not known; requests with the key that"
                                        + " it is known to have sent [1]: fork [deployment/price] served [1] requests of this"
                                        + " sandbox that cannot be told to belong to one test. @ReachesFork on the test tells"
                                        + " it, unless others run beside it\nFiles in ["));
    }

    @Test
    void evidenceThatIsOffIsNotReadForAFailedTestEither() {
        assertThat(TestRun.with(Map.of("spurline.evidence", "off"), FailingTestCase.DynamicFails.class)
                        .messages())
                .containsExactly("expected: <right> but was: <wrong>");
    }

    @Test
    void aRedClassGetsNoSecondFailure() {
        assertThat(run.messages(FailingTestCase.OneFailsBeforeItSends.class))
                .containsExactly(SENT_NOTHING + "expected: <right> but was: <wrong>");
    }

    @Test
    void oneMethodRunAloneTellsItsEvidenceAndNeverFailsForTheOthersSake() {
        LogLines lines = new LogLines();
        List<TestRun> runs = new ArrayList<>();
        lines.during(() -> runs.add(TestRun.select(
                Map.of(),
                selectMethod(
                        NeverArrives.class.getName() + "#one(io.restassured.specification.RequestSpecification)"))));

        assertThat(runs.get(0).messages()).isEmpty();
        assertThat(runs.get(0).passed()).isEqualTo(1);
        assertThat(lines.warnings())
                .contains(
                        "[" + HERE + "NeverArrives] sent [1] requests with the key; fork [deployment/price] served [0]."
                                + " Not all tests that share the sandbox ran, so this fails nothing");
    }

    @Test
    void eachClassEndsWithOneLineOfEvidence() {
        assertThat(log.of(Level.INFO))
                .contains("[" + HERE
                        + "NestedArrives] sent [1] requests with the key; fork [deployment/price] served [1]");
        assertThat(log.warnings())
                .contains("[" + HERE
                        + "NeverArrives] sent [2] requests with the key; fork [deployment/price] served [0]");
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aFailedTestCarriesDiagnosticsAndStaysItself(Class<?> type, Class<?> expected) {
        assertThat(run.failures(type)).singleElement().satisfies(failure -> {
            assertThat(failure).isExactlyInstanceOf(expected);
            assertThat(failure.getSuppressed())
                    .filteredOn(SandboxDiagnostics.class::isInstance)
                    .singleElement()
                    .extracting(Throwable::getMessage)
                    .asString()
                    .startsWith("Sandbox [")
                    .contains("] in namespace [house]", "price");
        });
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(FailingTestCase.Fails.class, AssertionFailedError.class),
                Arguments.of(FailingTestCase.DynamicFails.class, AssertionFailedError.class),
                Arguments.of(FailingTestCase.TakesTooLong.class, TimeoutException.class));
    }

    @Test
    void diagnosticsSayWhereTheFilesAre() {
        SandboxDiagnostics diagnostics = diagnostics();

        assertThat(diagnostics.getStackTrace()).isEmpty();
        String directory = String.valueOf(diagnostics.files().get(0).getParent());
        assertThat(diagnostics.getMessage())
                .matches(Pattern.quote("Sandbox [") + KEY + Pattern.quote("] in namespace [house]\n")
                        + "Sandbox " + KEY + " in namespace house, its routes are live\n"
                        + "  fork deployment/price, pod " + POD + ", image house/price:1: ready in pod \\["
                        + POD + "]\n"
                        + "    container price: running since [-0-9:TZ]+, ready, restarts 0\n"
                        + Pattern.quote("Files in [" + directory + "]: ")
                        + Stream.of(
                                        "summary.txt",
                                        "plan.yaml",
                                        "plan.txt",
                                        "routes.yaml",
                                        "price.log",
                                        "price.events",
                                        "routes.txt",
                                        "evidence.txt")
                                .map(name -> "spurline-" + KEY + "-" + Pattern.quote(name))
                                .collect(Collectors.joining(", ")));
    }

    @ParameterizedTest
    @CsvSource({
        "summary.txt, fork deployment/price",
        "plan.yaml, kind: HTTPRoute",
        "plan.txt, env PRICE of container price replaced",
        "routes.yaml, type: Accepted",
        "routes.yaml, backendRefs:",
        "price.log, asked with baggage [spurline=",
        "price.events, Normal Started: Container started",
        "evidence.txt, fork [deployment/price] served [1] requests through its proxy and [0] through a tunnel"
    })
    void diagnosticsHoldWhatAReaderNeeds(String file, String text) {
        assertThat(diagnostics().files())
                .filteredOn(path -> path.toString().endsWith("-" + file))
                .singleElement(as(InstanceOfAssertFactories.PATH))
                .content()
                .contains(text);
    }

    private SandboxDiagnostics diagnostics() {
        return (SandboxDiagnostics)
                run.failures(FailingTestCase.Fails.class).get(0).getSuppressed()[0];
    }

    @Test
    void logsAreOfTheTestsOwnTime() {
        TestRun talkative = TestRun.of(DiagnosisTestCase.Talkative.class);

        assertThat(talkative.messages()).isEmpty();
        assertThat(talkative.passed()).isEqualTo(1);
    }

    @Test
    void aTestThatTakesTooLongIsExaminedBeforeItIsInterrupted() {
        assertThat(log.warnings())
                .filteredOn(line -> line.startsWith("Test [test()] takes too long. Sandbox ["))
                .singleElement()
                .asString()
                .contains("fork deployment/price", ": ready in pod [price-", "Files in [");
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void theEngineRefuses(Class<?> type, List<String> messages) {
        assertThat(run.messages(type)).containsExactlyInAnyOrderElementsOf(messages);
        assertThat(run.passed(type)).isZero();
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(
                        FailingTestCase.UnknownWorkload.class,
                        List.of("Workload [deployment/prise] does not exist in namespace [house]: did you mean"
                                + " [deployment/price]?")),
                Arguments.of(
                        FailingTestCase.ChangesNothing.class,
                        List.of("Fork [price] changes nothing: set image, env or patch, or"
                                + " -Dspurline.image.price=…")),
                Arguments.of(
                        FailingTestCase.UnknownContainer.class,
                        List.of("Workload [deployment/price] has no container [prize]: it has [price]")),
                Arguments.of(
                        FailingTestCase.UnknownNamespace.class,
                        List.of(
                                "There is no permission for anything that a sandbox needs in namespace [hause]: is it the"
                                        + " right namespace? If so, ask for the Roles of docs/rbac.yaml there")),
                Arguments.of(
                        FailingTestCase.ProtectedNamespace.class,
                        List.of("Namespace [kube-system] is protected by [kube-*] of the default: no sandbox is opened"
                                + " there")),
                Arguments.of(
                        FailingTestCase.UnknownKind.class,
                        List.of("Workload [daemonset/price] cannot be forked: it runs one pod a node by intention; put"
                                + " what you change into a Deployment")),
                Arguments.of(
                        FailingTestCase.UnknownServices.class,
                        List.of(
                                "There is no Service [frond] in namespace [house]: did you mean [front]?",
                                "Service [front] in namespace [house] has no port [grpc]; it has [http/80]",
                                "There is no Service [frond] in namespace [house]: did you mean [front]?")));
    }

    /** Which events are there by then depends on the moment. */
    @Test
    void aForkThatCannotStartSaysWhy() {
        List<String> messages = run.messages(FailingTestCase.UnknownImage.class);

        assertThat(messages).hasSize(1);
        assertThat(messages.get(0).lines().findFirst())
                .hasValueSatisfying(line -> assertThat(line)
                        .isEqualTo("Fork [deployment/price] in namespace [house] cannot become ready: container [price]"
                                + " with image [nowhere/price:1] is in [ImagePullBackOff]: Back-off pulling"
                                + " image \"nowhere/price:1\": ErrImagePull: failed to pull and unpack image"
                                + " \"docker.io/nowhere/price:1\": no image of the blueprint matches it; there are"
                                + " [house/front:*, house/price:*, house/report:*]"));
        assertThat(messages.get(0)).contains("    Normal Pulling: Pulling image \"nowhere/price:1\"");
        assertThat(messages.get(0).lines()).hasSizeLessThanOrEqualTo(25);
        assertThat(run.failures(FailingTestCase.UnknownImage.class).get(0).getSuppressed())
                .filteredOn(SandboxDiagnostics.class::isInstance)
                .singleElement()
                .satisfies(suppressed -> assertThat(((SandboxDiagnostics) suppressed).files())
                        .extracting(path -> String.valueOf(path.getFileName()))
                        .containsExactly(
                                "spurline-opening-summary.txt",
                                "spurline-opening-plan.yaml",
                                "spurline-opening-plan.txt",
                                "spurline-opening-routes.yaml",
                                "spurline-opening-price.log",
                                "spurline-opening-price.events",
                                "spurline-opening-routes.txt"));
    }

    @Test
    void aDryRunAbortsWithThePlansPath() {
        LogLines lines = new LogLines();
        List<TestRun> runs = new ArrayList<>();
        lines.during(() -> runs.add(TestRun.with(Map.of("spurline.dry-run", "true"), FailingTestCase.Fails.class)));

        TestRun dry = runs.get(0);
        assertThat(dry.passed()).isZero();
        assertThat(dry.failures()).singleElement().isInstanceOf(TestAbortedException.class);
        assertThat(dry.messages()).singleElement().asString().startsWith("Dry run: the plan is in [");
        assertThat(lines.of(Level.INFO))
                .contains("[" + HERE + "Fails] is aborted. " + dry.messages().get(0));
    }

    private static String missing(String owner, int passed, int sent) {
        return ("No request of [%s%s] reached fork [deployment/price], so its tests prove nothing about it: tests passed"
                        + " [%d], requests sent with the key [%d], served by the fork [0]. ")
                .formatted(HERE, owner, passed, sent);
    }
}
