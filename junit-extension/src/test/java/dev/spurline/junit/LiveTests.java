// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.commons.support.ReflectionSupport;

/** All that works, in one run on one embedded cluster, classes side by side. */
@TestInstance(Lifecycle.PER_CLASS)
class LiveTests {

    private static final Map<String, String> PARALLEL = Map.of(
            "junit.jupiter.execution.parallel.enabled", "true",
            "junit.jupiter.execution.parallel.mode.default", "same_thread",
            "junit.jupiter.execution.parallel.mode.classes.default", "concurrent",
            "junit.jupiter.execution.parallel.config.strategy", "fixed",
            "junit.jupiter.execution.parallel.config.fixed.parallelism", "4");

    private TestRun run = TestRun.of();

    @BeforeAll
    void runAll() {
        run = TestRun.with(
                PARALLEL, expected().map(row -> (Class<?>) row.get()[0]).toArray(Class<?>[]::new));
    }

    @ParameterizedTest
    @MethodSource("expected")
    void passes(Class<?> type, int tests) {
        assertThat(run.messages(type)).isEmpty();
        assertThat(run.passed(type)).isEqualTo(tests);
    }

    static Stream<Arguments> expected() {
        return Stream.of(
                Arguments.of(LiveTestCase.Clients.class, 7),
                Arguments.of(LiveTestCase.Fields.class, 2),
                Arguments.of(LiveTestCase.Outer.class, 4),
                Arguments.of(LiveTestCase.PerClass.class, 2),
                Arguments.of(LiveTestCase.Dynamic.class, 2),
                Arguments.of(LiveTestCase.Built.class, 2),
                Arguments.of(LiveTestCase.SecretPrice.class, 1),
                Arguments.of(LiveTestCase.SecretPriceOfBuilder.class, 1),
                Arguments.of(LiveTestCase.Inherited.class, 7),
                Arguments.of(LiveTestCase.Concurrent.class, 6),
                Arguments.of(LiveTestCase.Encoding.class, 3),
                Arguments.of(LiveTestCase.Reaches.class, 5),
                Arguments.of(LiveTestCase.OnRequest.class, 2),
                Arguments.of(LiveTestCase.InTime.class, 2),
                Arguments.of(MethodScopeTestCase.PerMethod.class, 5),
                Arguments.of(MethodScopeTestCase.Factories.class, 4),
                Arguments.of(MethodScopeTestCase.Built.class, 2),
                Arguments.of(MethodScopeTestCase.OneInstance.class, 2),
                Arguments.of(MethodScopeTestCase.OnMethod.class, 2));
    }

    /** Invocations of one method share its sandbox, and no other method does. */
    @Test
    void eachMethodHasASandboxOfItsOwn() {
        List<Set<String>> keys = Stream.of(
                        "PerMethod.one",
                        "PerMethod.repeated",
                        "PerMethod.parameterized",
                        "Factories.one",
                        "Factories.two",
                        "Built.one",
                        "Built.two",
                        "OneInstance.one",
                        "OneInstance.two")
                .map(name -> Set.copyOf(run.reported(name)))
                .toList();

        assertThat(keys).allMatch(ofOneMethod -> ofOneMethod.size() == 1).doesNotHaveDuplicates();
    }

    @Test
    void allArgumentsOfAClassShareItsSandbox() {
        assumeTrue(
                ReflectionSupport.tryToLoadClass("org.junit.jupiter.params.ParameterizedClass")
                        .toOptional()
                        .isPresent(),
                "JUnit 5.12 knows no parameterized classes");

        TestRun classes = TestRun.of(ParameterizedClassTestCase.Paths.class);

        assertThat(classes.messages()).isEmpty();
        assertThat(classes.passed()).isEqualTo(2);
        assertThat(classes.reported("Paths"))
                .hasSize(2)
                .containsOnly(classes.reported("Paths").get(0));
    }

    @Test
    void parallelTestsCarryNumbersOfTheirOwn() {
        assertThat(run.reported("Concurrent")).hasSize(6).doesNotHaveDuplicates();
    }

    @Test
    void theKeyTravelsInTheHeadersOfTheSettings() {
        TestRun other = TestRun.with(Map.of("spurline.headers", "signadot"), LiveTestCase.OtherHeaders.class);

        assertThat(other.messages()).isEmpty();
        assertThat(other.passed()).isEqualTo(1);
    }
}
