// SPDX-License-Identifier: Apache-2.0
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
                        + " import a newer org\\.junit:junit-bom before all other BOMs, or with"
                        + " spring-boot-starter-parent set the property junit-jupiter\\.version");
    }
}
