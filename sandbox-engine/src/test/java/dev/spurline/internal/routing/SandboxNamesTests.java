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

class SandboxNamesTests {

    private static final RoutingKey KEY = new RoutingKey("k7f3q5tbma");
    private static final SandboxNames NAMES = new SandboxNames("", KEY);

    @Test
    void appendsTheKey() {
        assertThat(NAMES.of("pricing")).isEqualTo("pricing-k7f3q5tbma");
        assertThat(NAMES.of("pricing", "-01")).isEqualTo("pricing-k7f3q5tbma-01");
    }

    @Test
    void keepsTwinsApartThatHadToBeCut() {
        String one = NAMES.of("a".repeat(62) + "1");
        String other = NAMES.of("a".repeat(62) + "2");

        assertThat(one).hasSize(63).endsWith("-k7f3q5tbma").isNotEqualTo(other);
        assertThat(NAMES.of("a.b")).isNotEqualTo(NAMES.of("a-b"));
    }

    @Property(tries = 500)
    void isALegalName(
            @ForAll @NotEmpty @StringLength(max = 90) @CharRange(from = '-', to = '9') @CharRange(from = 'a', to = 'z')
                    String base) {
        assertThat(NAMES.of(base, "-07")).matches("[a-z]([-a-z0-9]*[a-z0-9])?").hasSizeLessThanOrEqualTo(63);
    }

    @Property(tries = 500)
    void isALegalLabelValue(@ForAll @StringLength(max = 63) @CharRange(from = 'A', to = 'z') String value) {
        String legal = value.replaceAll("[^A-Za-z0-9._-]", "").replaceAll("^[._-]+|[._-]+$", "");

        assertThat(SandboxNames.labelValue(legal, KEY))
                .matches("[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?")
                .hasSizeLessThanOrEqualTo(63);
    }
}
