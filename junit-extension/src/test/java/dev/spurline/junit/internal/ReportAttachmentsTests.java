// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReportAttachmentsTests {

    private static final Path DIRECTORY = Path.of("/reports/CheckoutIT");

    @Property(tries = 1000)
    void everyFileIsInTheDirectory(@ForAll String name) {
        isInTheDirectory(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "...", "../../etc/passwd", "a/b", "C:\\x", "/etc/passwd", "..\\x"})
    void namesThatWouldLeadElsewhereDoNot(String name) {
        isInTheDirectory(name);
    }

    @Test
    void ordinaryNamesStay() {
        assertThat(ReportAttachments.fileName("pricing.log")).isEqualTo("pricing.log");
    }

    private static void isInTheDirectory(String name) {
        Path file = DIRECTORY.resolve(ReportAttachments.fileName(name)).normalize();

        assertThat(file.getParent()).isEqualTo(DIRECTORY);
        assertThat(file.getFileName().toString()).hasSizeBetween(1, 120);
    }
}
