// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.settings.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table in {@code docs/configuration.md} is what the code says, row by row. */
class ConfigurationPageTests {

    @Test
    void documentsEverySetting() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "configuration.md"));
        String begin = "<!-- settings -->\n";
        String end = "<!-- end of settings -->\n";

        String table = page.substring(page.indexOf(begin) + begin.length(), page.indexOf(end));

        assertThat(table).isEqualTo(expected());
    }

    private static String expected() {
        return "| property | variable | type | default | meaning |\n|---|---|---|---|---|\n"
                + Setting.all().stream().map(ConfigurationPageTests::row).collect(Collectors.joining());
    }

    private static String row(Setting<?> setting) {
        return "| `%s` | `%s` | %s | %s | %s |\n"
                .formatted(
                        setting.key(),
                        setting.variable(),
                        setting.type().form(),
                        setting.fallback()
                                .map(value -> "`" + value.text() + "`")
                                .orElse(""),
                        setting.description());
    }
}
