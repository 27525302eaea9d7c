// SPDX-License-Identifier: Apache-2.0
package dev.spurline.examples.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the page about clients shows is what these tests run. */
class PageIT {

    private static final Path PAGE = Path.of("../../docs/clients.md");

    /** Of each language the page shows as many methods as the sections have. */
    @ParameterizedTest
    @CsvSource({
        "java, src/test/java/dev/spurline/examples/clients/ClientsIT.java",
        "kotlin, src/test/kotlin/dev/spurline/examples/clients/KotlinClientsIT.kt"
    })
    void showsMethodsOfTheTests(String language, Path source) throws IOException {
        String text = plain(Files.readString(source));

        assertThat(blocks(language))
                .hasSize(8)
                .allSatisfy(block -> assertThat(text).contains(plain(block)));
    }

    private static List<String> blocks(String language) throws IOException {
        return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(PAGE))
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
    }

    private static String plain(String text) {
        return text.lines().map(String::strip).collect(Collectors.joining("\n"));
    }
}
