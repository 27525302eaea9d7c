// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A piece of a page that is no prose: code, or a file to copy.
 *
 * @param place page and line
 * @param language what it is written in
 * @param text what it says
 */
record DocumentedBlock(String place, String language, String text) {

    private static final Pattern BLOCK = Pattern.compile("(?ms)^( *)```([a-z]+)\\n(.*?)^ *```$");

    /** Returns those of a page. */
    static List<DocumentedBlock> of(DocumentationPage page) {
        return BLOCK.matcher(page.text())
                .results()
                .map(found -> new DocumentedBlock(
                        "%s:%d".formatted(page.name(), line(page.text(), found.start())),
                        found.group(2),
                        found.group(3).replaceAll("(?m)^" + found.group(1), "")))
                .toList();
    }

    /** Returns those of all pages in some languages. */
    static Stream<DocumentedBlock> ofPages(String... languages) {
        return DocumentationPage.all().stream()
                .flatMap(page -> of(page).stream())
                .filter(block -> List.of(languages).contains(block.language));
    }

    private static long line(String text, int position) {
        return text.substring(0, position).lines().count() + 1;
    }
}
