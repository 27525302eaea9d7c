// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever fails in a class, its failure carries what the sandbox looked like, once: one run on one embedded cluster. */
@TestInstance(Lifecycle.PER_CLASS)
class LifecycleFailureTests {

    private TestRun run = TestRun.of();

    @BeforeAll
    void runAll() {
        run = TestRun.with(
                Map.of("spurline.attachment-lines", "false"), LifecycleFailureTestCase.class.getDeclaredClasses());
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                LifecycleFailureTestCase.BeforeAllMethod.class,
                LifecycleFailureTestCase.AfterAllMethod.class,
                LifecycleFailureTestCase.NestedBeforeAllMethod.class,
                LifecycleFailureTestCase.ExtensionOfClass.class,
                LifecycleFailureTestCase.ExtensionOfTest.class,
                LifecycleFailureTestCase.ExtensionAfterTest.class,
                LifecycleFailureTestCase.Constructor.class,
                LifecycleFailureTestCase.Injection.class
            })
    void itCarriesDiagnosticsAndLeavesFiles(Class<?> type) {
        assertThat(run.failures(type))
                .singleElement()
                .satisfies(failure -> assertThat(failure.getSuppressed())
                        .filteredOn(SandboxDiagnostics.class::isInstance)
                        .singleElement()
                        .satisfies(suppressed -> assertThat(((SandboxDiagnostics) suppressed).files())
                                .hasSizeGreaterThan(5)
                                .allMatch(Files::isRegularFile)));
    }

    @Test
    void logsOfAClassAreOfItsTime() throws Exception {
        SandboxDiagnostics diagnostics =
                (SandboxDiagnostics) run.failures(LifecycleFailureTestCase.BeforeAllMethod.class)
                        .get(0)
                        .getSuppressed()[0];
        Path log = diagnostics.files().stream()
                .filter(file -> file.toString().endsWith("price.log"))
                .findFirst()
                .orElseThrow();

        assertThat(Files.readString(log)).contains("asked with baggage [spurline=");
    }

    @Test
    void entriesTellWhatTheSandboxWas() {
        assertThat(run.reported("spurline.key")).isNotEmpty().allMatch(key -> key.matches("[a-z][a-z2-7]{9}"));
        assertThat(run.reported("spurline.forks"))
                .allMatch(forks -> forks.startsWith("deployment/price in pod price-"));
        assertThat(run.reported("spurline.images")).isNotEmpty().noneMatch(String::isEmpty);
        assertThat(run.reported("spurline.opening-time")).isNotEmpty().allMatch(time -> time.matches("[0-9]+ ms"));
        assertThat(run.reported("spurline.evidence"))
                .contains("fork [deployment/price] served [1] requests through its proxy and [0] through a tunnel");
    }
}
