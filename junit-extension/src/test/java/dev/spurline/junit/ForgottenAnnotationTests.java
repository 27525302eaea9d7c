// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.launcher.EngineFilter.includeEngines;
import static org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder.request;

import dev.spurline.junit.ForgottenAnnotationTestCase.AddressConstructor;
import dev.spurline.junit.ForgottenAnnotationTestCase.BaselineParameter;
import dev.spurline.junit.ForgottenAnnotationTestCase.ClientBeforeEach;
import dev.spurline.junit.ForgottenAnnotationTestCase.KeyConstructor;
import dev.spurline.junit.ForgottenAnnotationTestCase.KeyOfOneMethodOfTwo;
import dev.spurline.junit.ForgottenAnnotationTestCase.OneMethodOfTwo;
import dev.spurline.junit.ForgottenAnnotationTestCase.OtherFailures;
import dev.spurline.junit.ForgottenAnnotationTestCase.RoutedBeforeAll;
import dev.spurline.junit.ForgottenAnnotationTestCase.RoutedBeforeEach;
import dev.spurline.junit.ForgottenAnnotationTestCase.RoutedConstructor;
import dev.spurline.junit.ForgottenAnnotationTestCase.RoutedField;
import dev.spurline.junit.ForgottenAnnotationTestCase.RoutedInNested;
import dev.spurline.junit.ForgottenAnnotationTestCase.RoutedParameter;
import dev.spurline.junit.ForgottenAnnotationTestCase.RoutedStaticField;
import dev.spurline.junit.ForgottenAnnotationTestCase.SandboxField;
import dev.spurline.junit.ForgottenAnnotationTestCase.SandboxParameter;
import dev.spurline.junit.ForgottenAnnotationTestCase.SpecificationField;
import dev.spurline.junit.ForgottenAnnotationTestCase.SpecificationParameter;
import dev.spurline.junit.ForgottenAnnotationTestCase.SupplierParameter;
import dev.spurline.junit.ForgottenAnnotationTestCase.UnknownParameter;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherFactory;

/** Who forgets one of our annotations learns which, be it from our own failure or beside that of JUnit. */
class ForgottenAnnotationTests {

    private static final String HERE = "dev.spurline.junit.ForgottenAnnotationTestCase$";
    private static final String NONE = ", but there is no sandbox: add @Sandbox to the class or the method";
    private static final String ALONE = " has no @Routed, so Spurline leaves it alone: write @Routed";

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void isRefusedInOurWords(Class<?> type, String message) {
        List<Throwable> failures = run(type);

        assertThat(failures).extracting(TestRun::message).containsExactly(message.replace("HERE", HERE));
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments(
                        RoutedParameter.class, "Parameter [uri] of [HERERoutedParameter#test] asks for @Routed" + NONE),
                arguments(
                        BaselineParameter.class,
                        "Parameter [uri] of [HEREBaselineParameter#test] asks for @Baseline" + NONE),
                arguments(
                        RoutedConstructor.class,
                        "Parameter [client] of the constructor of [HERERoutedConstructor] asks for @Routed" + NONE),
                arguments(
                        RoutedBeforeEach.class,
                        "Parameter [uri] of [HERERoutedBeforeEach#setUp] asks for @Routed" + NONE),
                arguments(
                        RoutedBeforeAll.class,
                        "Parameter [uri] of [HERERoutedBeforeAll#setUp] asks for @Routed" + NONE),
                arguments(RoutedField.class, "Field [HERERoutedField.uri] asks for @Routed" + NONE),
                arguments(RoutedStaticField.class, "Field [HERERoutedStaticField.uri] asks for @Routed" + NONE),
                arguments(
                        RoutedInNested.class,
                        "Parameter [uri] of [HERERoutedInNested$Inner#test] asks for @Routed" + NONE),
                arguments(
                        OneMethodOfTwo.class,
                        "Parameter [uri] of [HEREOneMethodOfTwo#forgotten] asks for @Routed" + NONE),
                arguments(
                        SpecificationParameter.class,
                        "Parameter [front] of [HERESpecificationParameter#test]" + ALONE
                                + "(\"service\") RequestSpecification"),
                arguments(
                        SupplierParameter.class,
                        "Parameter [front] of [HERESupplierParameter#test]" + ALONE
                                + "(\"service\") Supplier<RequestSpecification>"),
                arguments(
                        ClientBeforeEach.class,
                        "Parameter [client] of [HEREClientBeforeEach#setUp]" + ALONE + " HttpClient"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("explained")
    void isExplainedBesideTheFailureOfJUnitOrTheJvm(Class<?> type, String message) {
        LogLines log = new LogLines();
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        log.during(() -> failures.addAll(run(type)));

        assertThat(log.warnings()).contains(message.replace("HERE", HERE));
        assertThat(failures)
                .singleElement()
                .satisfies(failure -> assertThat(explanations(failure)).containsExactly(message.replace("HERE", HERE)));
    }

    static Stream<Arguments> explained() {
        return Stream.of(
                arguments(
                        SandboxParameter.class,
                        "Parameter [sandbox] of [HERESandboxParameter#test] asks for [LiveSandbox]" + NONE),
                arguments(
                        KeyConstructor.class,
                        "Parameter [key] of the constructor of [HEREKeyConstructor] asks for [RoutingKey]" + NONE),
                arguments(
                        KeyOfOneMethodOfTwo.class,
                        "Parameter [key] of [HEREKeyOfOneMethodOfTwo#forgotten] asks for [RoutingKey]" + NONE),
                arguments(SandboxField.class, "Field [HERESandboxField.sandbox] asks for [LiveSandbox]" + NONE),
                arguments(
                        AddressConstructor.class,
                        "Parameter [front] of the constructor of [HEREAddressConstructor]" + ALONE
                                + "(\"service\") URI"),
                arguments(
                        SpecificationField.class,
                        "Field [HERESpecificationField.front]" + ALONE + "(\"service\") RequestSpecification"));
    }

    @Test
    void otherFailuresStayAsTheyAre() {
        assertThat(run(OtherFailures.class))
                .hasSize(2)
                .allSatisfy(failure -> assertThat(explanations(failure)).isEmpty());
        assertThat(run(UnknownParameter.class))
                .singleElement()
                .satisfies(failure -> assertThat(explanations(failure)).isEmpty());
    }

    private static List<String> explanations(Throwable failure) {
        return Arrays.stream(failure.getSuppressed())
                .filter(ExtensionConfigurationException.class::isInstance)
                .map(Throwable::getMessage)
                .toList();
    }

    /** Runs a class as a build tool does, with what the launcher finds as a service. */
    private static List<Throwable> run(Class<?> type) {
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        TestExecutionListener buildTool = new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                result.getThrowable().ifPresent(failures::add);
            }
        };
        // The check of what a class leaves behind is for this class and not for those that it runs.
        LauncherFactory.create()
                .execute(
                        request()
                                .selectors(selectClass(type))
                                .filters(includeEngines("junit-jupiter"))
                                .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "false")
                                .build(),
                        buildTool);
        return failures;
    }
}
