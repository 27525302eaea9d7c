// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spurline.RoutingKey;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestMemberTests {

    private static final RoutingKey KEY = new RoutingKey("k7f3q5tbma");
    private static final TestMember MEMBER = new TestMember("kengine234", 17);

    @Test
    void standsBesideTheKeyAsAMemberOfItsOwn() {
        assertThat(MEMBER.addedTo(KeyFormat.SPURLINE.headers(KEY)))
                .isEqualTo(Map.of(
                        "baggage", "spurline=k7f3q5tbma,spurline-test=kengine234.000017",
                        "x-spurline-key", "k7f3q5tbma"));
    }

    @Test
    void standsInBaggageOnly() {
        assertThat(MEMBER.addedTo(KeyFormat.SIGNADOT.headers(KEY)))
                .containsEntry("baggage", "sd-routing-key=k7f3q5tbma,spurline-test=kengine234.000017")
                .containsEntry("tracestate", "sd-routing-key=k7f3q5tbma");
        assertThat(MEMBER.addedTo(
                        KeyFormat.of(List.of("baggage:tenant", "x-tenant")).headers(KEY)))
                .containsEntry("baggage", "tenant=k7f3q5tbma,spurline-test=kengine234.000017");
        assertThat(MEMBER.addedTo(KeyFormat.of(List.of("x-tenant", "baggage")).headers(KEY)))
                .isEqualTo(Map.of("x-tenant", "k7f3q5tbma", "baggage", "k7f3q5tbma"));
    }

    @Property
    void isReadBackWhateverStandsAroundItAndWhoeverEncodesIt(@ForAll @IntRange(max = 999_999_999) int number) {
        TestMember member = new TestMember("kengine234", number);
        String baggage = "a=1;p," + member + ";q=2 , b=%20";

        assertThat(TestMember.in(baggage)).containsExactly(member);
        assertThat(TestMember.in(baggage.replace("=", "%3D").replace(",", "%2c")))
                .containsExactly(member);
        assertThat(TestMember.in("x=\"0\",baggage=\"" + member + "\",code=\"200\""))
                .containsExactly(member);
    }

    /** A label may be cut off anywhere: that must not make another test of it. */
    @Property
    void isNotReadAsAnotherWhereItIsCutOff(
            @ForAll @IntRange(max = 999_999) int number, @ForAll @IntRange(max = 30) int cut) {
        TestMember member = new TestMember("kengine234", number);
        String text = member.toString();

        assertThat(TestMember.in(text.substring(0, text.length() - Math.min(cut, text.length()))))
                .isSubsetOf(member);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 1_000_000_000})
    void refusesNumbersThatCannotBeReadBack(int number) {
        assertThatThrownBy(() -> new TestMember("kengine234", number))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Test number [%d] is not in [0, 999999999]".formatted(number));
    }
}
