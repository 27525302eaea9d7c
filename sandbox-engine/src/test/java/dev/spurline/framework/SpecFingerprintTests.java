// SPDX-License-Identifier: Apache-2.0
package dev.spurline.framework;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.ForkSpec;
import dev.spurline.RoutingKey;
import dev.spurline.SandboxSpec;
import dev.spurline.Settings;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SpecFingerprintTests {

    private static final Settings NONE = name -> Optional.empty();
    private static final String DIGEST = "@sha256:0f1a";

    @Test
    void forWhomAndHowLongMakeNoDifference() {
        SandboxSpec one =
                shop(pricing()).owner("A").timeout(Duration.ofMinutes(1)).build();
        SandboxSpec other = shop(pricing()).owner("B").build();

        assertThat(SpecFingerprint.of(one, NONE)).isEqualTo(SpecFingerprint.of(other, NONE));
    }

    @Test
    void theNamespaceOfTheSettingsIsThatOfASpecWithoutOne() {
        SandboxSpec unnamed = SandboxSpec.builder().fork(pricing()).build();

        assertThat(SpecFingerprint.of(unnamed, given("spurline.namespace", "shop")))
                .isEqualTo(SpecFingerprint.of(shop(pricing()).build(), NONE));
        assertThat(SpecFingerprint.of(unnamed, NONE))
                .isNotEqualTo(SpecFingerprint.of(shop(pricing()).build(), NONE));
    }

    @Test
    void theImageOfTheSettingsIsStrongerThanThatOfTheFork() {
        Settings settings = given("spurline.image.pricing", "pricing:3");

        assertThat(of(settings, pricing().image("pricing:1")))
                .isEqualTo(of(settings, pricing().image("pricing:2")));
    }

    @Test
    void withADigestTheTagMakesNoDifference() {
        assertThat(of(NONE, pricing().image("host:5000/pricing:1" + DIGEST)))
                .isEqualTo(of(NONE, pricing().image("host:5000/pricing:2" + DIGEST)))
                .isEqualTo(of(NONE, pricing().image("host:5000/pricing" + DIGEST)))
                .isNotEqualTo(of(NONE, pricing().image("host:5001/pricing" + DIGEST)));
    }

    @ParameterizedTest
    @MethodSource
    void whatAForkIsMakesADifference(ForkSpec.Builder other) {
        ForkSpec.Builder one = pricing().image("pricing:1").env("A", "1").env("B", "2");

        assertThat(of(NONE, other)).isNotEqualTo(of(NONE, one));
    }

    static Stream<ForkSpec.Builder> whatAForkIsMakesADifference() {
        return Stream.of(
                ForkSpec.of("statefulset/pricing")
                        .image("pricing:1")
                        .env("A", "1")
                        .env("B", "2"),
                pricing().image("pricing:2").env("A", "1").env("B", "2"),
                pricing().image("pricing:1").env("B", "2").env("A", "1"),
                pricing().image("pricing:1").env("A", "1").env("B", "3"),
                pricing().image("pricing:1").env("A", "1").secretEnv("B", "2"),
                pricing().image("pricing:1").env("A", "1").env("B", "2").unset("C"),
                pricing().image("pricing:1").env("A", "1").env("B", "2").skipInit("C"),
                pricing().image("pricing:1").env("A", "1").env("B", "2").patch("spec: {}"),
                pricing().image("pricing:1").env("A", "1").env("B", "2").container("main"),
                pricing().image("pricing:1").env("A", "1").env("B", "2").namespace("other"),
                pricing().image("pricing:1").env("A", "1").env("B", "2").volumes(ForkSpec.Volumes.EMPTY));
    }

    @Test
    void theKeyThatIsAskedForMakesADifference() {
        SandboxSpec keyed = shop(pricing()).key(new RoutingKey("k7f3q5tbma")).build();

        assertThat(SpecFingerprint.of(keyed, NONE))
                .isNotEqualTo(SpecFingerprint.of(shop(pricing()).build(), NONE));
    }

    private static SpecFingerprint of(Settings settings, ForkSpec.Builder fork) {
        return SpecFingerprint.of(shop(fork).build(), settings);
    }

    private static ForkSpec.Builder pricing() {
        return ForkSpec.of("pricing");
    }

    private static SandboxSpec.Builder shop(ForkSpec.Builder fork) {
        return SandboxSpec.builder().namespace("shop").fork(fork);
    }

    private static Settings given(String name, String value) {
        return asked -> asked.equals(name) ? Optional.of(new Settings.Value(value, "a test")) : Optional.empty();
    }
}
