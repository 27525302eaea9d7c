// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Prose is wrapped, so that a changed word shows as a changed line and not as a changed paragraph. */
class DocumentationWidthTests {

    private static final String WIDE = "word ".repeat(30).strip();

    @Test
    void proseIsWrapped() {
        List<DocumentationPage> pages = DocumentationPage.all();

        assertThat(pages)
                .extracting(DocumentationPage::name)
                .contains("README.md", "CONTRIBUTING.md", "docs/configuration.md", "docs/decisions/README.md");
        assertThat(pages.stream().flatMap(page -> page.wideLines().stream()))
                .as("lines of prose wider than %d", DocumentationPage.WIDTH)
                .isEmpty();
    }

    @Test
    void wideProseIsFound() {
        assertThat(wideLinesOf("short\n" + WIDE + "\n* " + WIDE + "\n  1. " + WIDE))
                .containsExactly("page.md:2", "page.md:3", "page.md:4");
        assertThat(wideLinesOf("```shell\n" + WIDE + "\n```\n" + WIDE)).containsExactly("page.md:4");
    }

    @Test
    void whatCannotBeBrokenMayBeWide() {
        assertThat(wideLinesOf("```shell\n" + WIDE + "\n```")).isEmpty();
        assertThat(wideLinesOf("| " + WIDE + " |")).isEmpty();
        assertThat(wideLinesOf("## " + WIDE)).isEmpty();
        assertThat(wideLinesOf("* https://example.org/" + "word/".repeat(30))).isEmpty();
    }

    @Test
    void theWidthCountsCharacters() {
        assertThat(wideLinesOf("é ".repeat(60).strip())).isEmpty();
        assertThat(wideLinesOf("é ".repeat(60) + "éé")).containsExactly("page.md:1");
    }

    private static List<String> wideLinesOf(String text) {
        return new DocumentationPage("page.md", text).wideLines();
    }
}
