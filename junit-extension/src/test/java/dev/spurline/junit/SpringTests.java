// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Beside the real extensions of Spring and Mockito, in either order. */
@TestInstance(Lifecycle.PER_CLASS)
class SpringTests {

    private static final String HERE = "dev.spurline.junit.SpringTestCase$";

    private TestRun run = TestRun.of();

    @BeforeAll
    void runAll() {
        run = TestRun.of(
                SpringTestCase.OthersFirst.class,
                SpringTestCase.OursFirst.class,
                SpringTestCase.PropertyWithSpringFirst.class,
                SpringTestCase.PropertyWithOursFirst.class,
                SpringTestCase.ConstructorWithoutOurs.class,
                SpringTestCase.ConstructorOfSpring.class,
                SpringTestCase.AllConstructorsOfSpring.class);
    }

    @ParameterizedTest
    @MethodSource("sideBySide")
    void eachExtensionServesItsOwn(Class<?> type, int tests) {
        assertThat(run.messages(type)).isEmpty();
        assertThat(run.passed(type)).isEqualTo(tests);
    }

    static Stream<Arguments> sideBySide() {
        return Stream.of(
                Arguments.of(SpringTestCase.OthersFirst.class, 2),
                Arguments.of(SpringTestCase.OursFirst.class, 1),
                Arguments.of(SpringTestCase.PropertyWithSpringFirst.class, 1),
                Arguments.of(SpringTestCase.PropertyWithOursFirst.class, 1),
                Arguments.of(SpringTestCase.ConstructorWithoutOurs.class, 1));
    }

    @Test
    void aConstructorThatSpringCallsIsRefusedBeforeTheTwoCompete() {
        assertThat(run.messages(SpringTestCase.ConstructorOfSpring.class))
                .containsExactly("Parameter [uri] of the constructor of [" + HERE + "ConstructorOfSpring] cannot be"
                        + " injected, because Spring resolves all parameters of a constructor that is @Autowired: move"
                        + " @Autowired to the other parameters, or make [uri] a field");
        assertThat(run.messages(SpringTestCase.AllConstructorsOfSpring.class))
                .containsExactly("Parameter [sandbox] of the constructor of [" + HERE + "AllConstructorsOfSpring]"
                        + " cannot be injected, because Spring resolves all parameters of a constructor that is"
                        + " @Autowired: move @Autowired to the other parameters, or make [sandbox] a field");
    }
}
