// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ConfigFileEntriesTests {

    @Test
    void tabsAfterColonsAreBlanks() {
        assertThat(ConfigFileEntries.of("application.yaml", "spring:\t\n  kafka: \t {host:\tkafka}\n"))
                .isEqualTo(Map.of("spring.kafka.host", "kafka"));
    }

    /** A reader that begins anew after each tab would take hours. */
    @Test
    @Timeout(120)
    void aLongFileWithATabInEachLineIsReadAtOnce() {
        String text = IntStream.range(0, 40_000)
                .mapToObj(line -> "property-of-line-%d:\tvalue\n".formatted(line))
                .collect(Collectors.joining());

        assertThat(ConfigFileEntries.of("application.yaml", text)).hasSize(40_000);
    }
}
