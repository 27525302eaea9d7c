// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema.types;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTests {

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "1000m, 1",
        "0.5, 500m",
        "1500m, 1500m",
        "1.5, 1500m",
        "1Gi, 1Gi",
        "1024Mi, 1Gi",
        "1.5Gi, 1536Mi",
        "100k, 100k",
        "1000k, 1M",
        "1e3, 1e3",
        "0, 0",
        "0Mi, 0",
        "-5, -5",
        "100, 100",
        "1000, 1k",
        "123456789, 123456789"
    })
    void hasOneCanonicalForm(String text, String canonical) {
        assertThat(Quantity.parse(text)).map(Quantity::toString).contains(canonical);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "1x", "1 Gi", "Gi", "1KI", "1..2"})
    void refusesWhatIsNone(String text) {
        assertThat(Quantity.parse(text)).isEmpty();
    }
}
