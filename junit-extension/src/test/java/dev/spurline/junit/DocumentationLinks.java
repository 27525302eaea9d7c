// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The links of pages, and what they lead to within the repository. */
final class DocumentationLinks {

    private static final Pattern LINK = Pattern.compile("\\]\\(<?([^)\\s>]+)>?\\)");
    private static final Pattern CODE = Pattern.compile("(?ms)^ *```.*?^ *```$|`[^`\n]+`(?!\\])");
    private static final Pattern FENCE = Pattern.compile("(?ms)^ *```.*?^ *```$");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");
    private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*");

    private final Path root;
    private final Map<Path, Set<String>> anchors = new HashMap<>();

    DocumentationLinks(Path root) {
        this.root = root;
    }

    /** Returns those of a page that lead nowhere, with the place and the reason. */
    List<String> broken(DocumentationPage page) {
        List<String> found = new ArrayList<>();
        Matcher links = LINK.matcher(CODE.matcher(page.text()).replaceAll(DocumentationLinks::emptyLines));
        while (links.find()) {
            String target = links.group(1);
            if (!ELSEWHERE.matcher(target).matches()) {
                problem(page, target)
                        .ifPresent(problem -> found.add("%s: [%s] %s".formatted(page.name(), target, problem)));
            }
        }
        return found;
    }

    private static String emptyLines(MatchResult code) {
        return "\n".repeat((int) code.group().chars().filter(c -> c == '\n').count());
    }

    private Optional<String> problem(DocumentationPage page, String target) {
        String[] parts = target.split("#", 2);
        Path own = root.resolve(page.name());
        Path file = parts[0].isEmpty() ? own : own.resolveSibling(parts[0]).normalize();
        if (!Files.exists(file)) {
            return Optional.of("is not there");
        }
        return parts.length == 1 || anchors(file).contains(parts[1])
                ? Optional.empty()
                : Optional.of("has no such heading");
    }

    private Set<String> anchors(Path file) {
        return anchors.computeIfAbsent(file.normalize(), DocumentationLinks::read);
    }

    private static Set<String> read(Path file) {
        try {
            return file.toString().endsWith(".md") ? anchors(Files.readString(file)) : Set.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the anchors of a page's headings; of equal ones the second ends with -1, and so on. */
    static Set<String> anchors(String text) {
        Set<String> all = new TreeSet<>();
        HEADING.matcher(FENCE.matcher(text).replaceAll("")).results().forEach(heading -> {
            String anchor = anchor(heading.group(1));
            String unique = anchor;
            for (int number = 1; !all.add(unique); number++) {
                unique = anchor + "-" + number;
            }
        });
        return all;
    }

    /** Returns the anchor of a heading, as the usual viewers make it. */
    static String anchor(String heading) {
        return heading.strip()
                .replaceAll("\\[([^\\]]*)\\]\\([^)]*\\)", "$1")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}\\s_-]", "")
                .replace(' ', '-');
    }
}
