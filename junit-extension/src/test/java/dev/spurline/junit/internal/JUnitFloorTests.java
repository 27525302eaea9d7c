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

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

class JUnitFloorTests {

    @Test
    void isContentWithTheJUnitThatRunsThis() {
        assertThatCode(JUnitFloor::check).doesNotThrowAnyException();
    }

    @Test
    void saysWhatIsNeeded() {
        assertThatThrownBy(() -> JUnitFloor.check("org.junit.jupiter.api.extension.NotYet"))
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessageMatching("Spurline needs JUnit 5\\.12 or newer, but"
                        + " \\[org\\.junit\\.jupiter\\.api\\.extension\\.NotYet] is not in \\[file:.*junit-jupiter-api.*]:"
                        + " import a newer org\\.junit:junit-bom");
    }
}
