// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Links within the repository lead somewhere: files, headings, and pages that the code names. */
class DocumentationLinksTests {

    private static final Path ROOT = DocumentationPage.root();

    /** A page as messages and Javadoc name it. */
    private static final Pattern NAMED = Pattern.compile("docs/[a-z][\\w/-]*\\.(?:md|yaml)(#[\\w-]+)?");

    @Test
    void linksOfPagesLeadSomewhere() {
        DocumentationLinks links = new DocumentationLinks(ROOT);

        assertThat(DocumentationPage.all().stream().flatMap(page -> links.broken(page).stream()))
                .isEmpty();
    }

    @Test
    void pagesThatTheCodeNamesAreThere() throws IOException {
        DocumentationLinks links = new DocumentationLinks(ROOT);
        List<Path> sources;
        try (Stream<Path> modules = Files.list(ROOT)) {
            sources = modules.map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .toList();
        }

        assertThat(sources).hasSizeGreaterThan(4);
        for (Path directory : sources) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file :
                        files.filter(any -> any.toString().endsWith(".java")).toList()) {
                    String named = NAMED.matcher(Files.readString(file))
                            .results()
                            .map(found -> "[" + found.group() + "](" + found.group() + ")\n")
                            .reduce("", String::concat);
                    assertThat(links.broken(
                                    new DocumentationPage(file.getFileName().toString(), named)))
                            .isEmpty();
                }
            }
        }
    }

    @Test
    void linksThatLeadNowhereAreFound() {
        String text = """
                                [there](README.md), [here](#build), [elsewhere](https://example.org/none.md), `[code](none.md)`
                ```
                [code](none.md)
                ```
                [gone](docs/none.md), [`code`](none.md) and [no heading](README.md#none), [none here](#none)
                """;

        assertThat(new DocumentationLinks(ROOT).broken(new DocumentationPage("CONTRIBUTING.md", text)))
                .containsExactly(
                        "CONTRIBUTING.md: [docs/none.md] is not there",
                        "CONTRIBUTING.md: [none.md] is not there",
                        "CONTRIBUTING.md: [README.md#none] has no such heading",
                        "CONTRIBUTING.md: [#none] has no such heading");
    }

    @Test
    void anchorsAreThoseOfTheUsualViewers() {
        assertThat(DocumentationLinks.anchors(
                        "# One, two: `three`\n```\n# no heading\n```\n## A [link](x.md)\n## Twice\n## Twice"))
                .containsExactly("a-link", "one-two-three", "twice", "twice-1");
    }
}
