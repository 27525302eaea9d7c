// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.RoutingKey;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class SpurNameTests {

    private static final RoutingKey KEY = new RoutingKey("k7f3q5tbma");

    @Test
    void appendsTheKey() {
        assertThat(SpurName.of("pricing", KEY)).isEqualTo("pricing-k7f3q5tbma");
        assertThat(SpurName.of("pricing", KEY, "-01")).isEqualTo("pricing-k7f3q5tbma-01");
    }

    @Test
    void keepsTwinsApartThatHadToBeCut() {
        String one = SpurName.of("a".repeat(62) + "1", KEY);
        String other = SpurName.of("a".repeat(62) + "2", KEY);

        assertThat(one).hasSize(63).endsWith("-k7f3q5tbma").isNotEqualTo(other);
        assertThat(SpurName.of("a.b", KEY)).isNotEqualTo(SpurName.of("a-b", KEY));
    }

    @Property(tries = 500)
    void isALegalName(
            @ForAll @NotEmpty @StringLength(max = 90) @CharRange(from = '-', to = '9') @CharRange(from = 'a', to = 'z')
                    String base) {
        assertThat(SpurName.of(base, KEY, "-07"))
                .matches("[a-z]([-a-z0-9]*[a-z0-9])?")
                .hasSizeLessThanOrEqualTo(63);
    }

    @Property(tries = 500)
    void isALegalLabelValue(@ForAll @StringLength(max = 63) @CharRange(from = 'A', to = 'z') String value) {
        String legal = value.replaceAll("[^A-Za-z0-9._-]", "").replaceAll("^[._-]+|[._-]+$", "");

        assertThat(SpurName.labelValue(legal, KEY))
                .matches("[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?")
                .hasSizeLessThanOrEqualTo(63);
    }
}
