/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.spurline.junit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTests {

    @ParameterizedTest
    @CsvSource({"500ms, PT0.5S", "90s, PT1M30S", "2m, PT2M", "' 2 m ', PT2M", "1h, PT1H", "PT45S, PT45S"})
    void readsShortAndIsoForms(String text, Duration expected) {
        assertThat(Durations.parse(text, "timeout")).isEqualTo(expected);
    }

    @Test
    void refusesWhatIsNoDuration() {
        assertThatThrownBy(() -> Durations.parse("2 minutes", "timeout of X"))
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessage("[2 minutes] as timeout of X is no duration: write 90s, 2m or PT2M");
    }
}
