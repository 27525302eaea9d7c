// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation.
 *
 * @param name its path in the repository
 * @param text what it says
 */
public record DocumentationPage(String name, String text) {

    static final int WIDTH = 120;

    private static final Pattern FENCE = Pattern.compile(" *```.*");
    /** Rows of tables and headings cannot go on in the next line. */
    private static final Pattern ONE_LINE = Pattern.compile("\\|.*|#+ .*");
    /** Words with a space between them, after what makes the line an item of a list. */
    private static final Pattern BREAKABLE = Pattern.compile(" *(?:[*+-] +|\\d+\\. +)?+\\S+ +\\S.*");

    /** Returns those in the root directory and all under {@code docs}. */
    static List<DocumentationPage> all() {
        Path root = root();
        try (Stream<Path> top = Files.list(root);
                Stream<Path> docs = Files.walk(root.resolve("docs"))) {
            return Stream.concat(top, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .map(file -> new DocumentationPage(root.relativize(file).toString(), read(file)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the repository: tests run in their module's directory, or in that of the whole. */
    public static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("README.md")) ? here : here.resolve("..");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the places of lines that are too wide and could be broken, code and tables left out. */
    List<String> wideLines() {
        List<String> found = new ArrayList<>();
        boolean code = false;
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (FENCE.matcher(line).matches()) {
                code = !code;
            } else if (!code && isTooWide(line)) {
                found.add("%s:%d".formatted(name, number));
            }
        }
        return found;
    }

    private static boolean isTooWide(String line) {
        return line.codePointCount(0, line.length()) > WIDTH
                && !ONE_LINE.matcher(line).matches()
                && BREAKABLE.matcher(line).matches();
    }
}
