// SPDX-License-Identifier: Apache-2.0
package dev.spurline.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PinnedVersionsTests {

    @ParameterizedTest
    @CsvSource({"kubernetes, 2", "istio, 2", "linkerd, 1", "gateway-api, 1"})
    void stayNewestFirst(String product, int count) {
        assertThat(PinnedVersions.of(product))
                .hasSize(count)
                .doesNotHaveDuplicates()
                .isSortedAccordingTo(Comparator.reverseOrder());
    }
}
