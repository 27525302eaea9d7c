// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What pages show to be copied can be read by what will read it. {@link DocumentedExamplesTests} compiles the Java. */
class DocumentedBlocksTests {

    @Test
    void yamlIsYaml() {
        assertAllGood(BlockCheck::yaml, 10, "yaml", "yml");
    }

    @Test
    void propertiesAreSettingsWithValuesOfTheirTypes() {
        assertAllGood(BlockCheck::properties, 4, "properties");
    }

    @Test
    void xmlIsWellFormed() {
        assertAllGood(BlockCheck::xml, 3, "xml");
    }

    @Test
    void groovyIsGroovy() {
        assertAllGood(BlockCheck::groovy, 1, "groovy");
    }

    @Test
    void shellIsShell() {
        assumeTrue(BlockCheck.hasBash(), "no bash on the PATH");

        assertAllGood(BlockCheck::shell, 20, "shell", "sh");
    }

    /** A fence without a language says that nobody is to copy it. */
    @Test
    void eachLanguageIsReadByOneOfTheseTests() {
        assertThat(DocumentationPage.all().stream().flatMap(page -> DocumentedBlock.of(page).stream()))
                .extracting(DocumentedBlock::language)
                .isSubsetOf("java", "kotlin", "yaml", "yml", "properties", "xml", "groovy", "shell", "sh", "mermaid");
    }

    @Test
    void pagesNameSettingsThatAreThere() {
        assertThat(DocumentationPage.all().stream()
                        .filter(page -> !page.name().startsWith("docs/configuration"))
                        .flatMap(page -> BlockCheck.unknownSettings(page.text()).stream()
                                .map(name -> page.name() + ": " + name)))
                .isEmpty();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "yaml, 'a: [b'",
        "yaml, 'a: 1\na: 2'",
        "properties, 'spurline.lease = 60'",
        "properties, 'spurline.leese = 60s'",
        "xml, '<a></b>'",
        "groovy, 'tasks {'",
        "shell, 'if true; then'"
    })
    void whatCannotBeReadIsFound(String language, String text) {
        assumeTrue(!language.equals("shell") || BlockCheck.hasBash(), "no bash on the PATH");

        assertThat(check(language).apply(text)).isPresent();
    }

    @Test
    void unknownSettingsAreFound() {
        assertThat(BlockCheck.unknownSettings(
                        "-Dspurline.image.pricing=1 -Dspurline.imige.x=1 SPURLINE_LEASE SPURLINE_LEESE"))
                .containsExactly("spurline.imige.x", "SPURLINE_LEESE");
    }

    private static Function<String, Optional<String>> check(String language) {
        return switch (language) {
            case "yaml" -> BlockCheck::yaml;
            case "properties" -> BlockCheck::properties;
            case "xml" -> BlockCheck::xml;
            case "groovy" -> BlockCheck::groovy;
            default -> BlockCheck::shell;
        };
    }

    private static void assertAllGood(Function<String, Optional<String>> check, int atLeast, String... languages) {
        assertThat(DocumentedBlock.ofPages(languages)).hasSizeGreaterThanOrEqualTo(atLeast);
        assertThat(DocumentedBlock.ofPages(languages)
                        .flatMap(block ->
                                check.apply(block.text()).stream().map(problem -> block.place() + ": " + problem)))
                .isEmpty();
    }
}
