// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.live;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OverrideDumpTests {

    private static final String NAME = "spurline-fork.pricing.shop.80";
    private static final String BAGGAGE = "spurline=k7f3q5tbma," + NAME + "=pricing-k7f3q5tbma";

    /** As JSON has it. */
    private static final String LINE =
            "{\"regex\": \"^(?:.*,)?spurline-fork\\\\.pricing\\\\.shop\\\\.80=(pricing-[a-z][a-z2-7]{9})%s(?:,.*)?$\"}";

    private static boolean shown(String json, String baggage) {
        return new OverrideDump(json, baggage).has(NAME);
    }

    @Test
    void bothPlacesAreWanted() {
        String line = LINE.formatted("");

        assertThat(shown("[" + line + ", " + line + "]", BAGGAGE)).isTrue();
        assertThat(shown("[" + line + "]", BAGGAGE)).isFalse();
        assertThat(shown("[]", BAGGAGE)).isFalse();
    }

    @Test
    void aSecretIsWantedOnBothSidesOrOnNone() {
        String without = LINE.formatted("");
        String with = LINE.formatted("\\\\.s3cr3t-of-ours");

        assertThat(shown(with + with, BAGGAGE + ".s3cr3t-of-ours")).isTrue();
        assertThat(shown(with + with, BAGGAGE)).isFalse();
        assertThat(shown(without + without, BAGGAGE + ".s3cr3t-of-ours")).isFalse();
    }

    @Test
    void anotherPortIsNotThatOfTheMember() {
        String line = LINE.formatted("").replace(".80=", ".8080=");

        assertThat(shown(line + line, BAGGAGE)).isFalse();
    }
}
