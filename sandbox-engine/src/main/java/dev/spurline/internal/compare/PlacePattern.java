// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.compare;

import dev.spurline.internal.compare.AnswerPath.Index;
import dev.spurline.internal.compare.AnswerPath.Name;
import dev.spurline.internal.compare.AnswerPath.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Places of an answer as users name them: {@code status}, {@code header x-*}, {@code line 3}, {@code body}, and paths into a
 * JSON body such as {@code $.items[*].id}, {@code $..id} and {@code $['a b'][0]}.
 *
 * @param text as it was written
 * @param ways what the text stands for; {@code body} stands for a body of any kind
 */
public record PlacePattern(String text, List<List<Part>> ways) {

    /** A step: a name behind one dot or two, or something in brackets, which two dots may stand before. */
    private static final Pattern STEP = Pattern.compile("(?<dots>\\.\\.?)(?<name>\\*|[^\\s.\\[\\]'\"*]++)"
            + "|(?<deep>\\.\\.)?\\[(?:(?<any>\\*)|(?<index>\\d{1,9})"
            + "|'(?<single>(?:[^'\\\\]++|\\\\.)*+)'|\"(?<double>(?:[^\"\\\\]++|\\\\.)*+)\")]");

    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:u([0-9a-fA-F]{4})|(.))");

    private static final Pattern HEADER_PLACE = Pattern.compile("header +([!#$%&'*+.^_`|~0-9A-Za-z-]+)");

    private static final Pattern LINE_PLACE = Pattern.compile("line +(\\*|[1-9]\\d{0,8})");

    /** Copies the list. */
    public PlacePattern {
        ways = List.copyOf(ways);
    }

    /** What one or more steps have to be. */
    public sealed interface Part {}

    /** This step. */
    record Exactly(Step step) implements Part {}

    /** One step, whatever it is. */
    record AnyStep() implements Part {}

    /** Any number of steps, none included. */
    record AnyDepth() implements Part {}

    /**
     * The name of a header.
     *
     * @param name in lower case; an asterisk stands for any letters
     * @param form the same as an expression
     */
    record Header(String name, Pattern form) implements Part {

        static Header named(String text) {
            String name = text.toLowerCase(Locale.ROOT);
            String form = Stream.of(name.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
            return new Header(name, Pattern.compile(form));
        }
    }

    /**
     * Reads what a user has written.
     *
     * @throws IllegalArgumentException if it names no place of an answer
     */
    public static PlacePattern parse(String text) {
        Matcher header = HEADER_PLACE.matcher(text);
        Matcher line = LINE_PLACE.matcher(text);
        if (text.equals(AnswerPath.BODY)) {
            return new PlacePattern(text, List.of(part(AnswerPath.JSON), part(AnswerPath.LINE), part(AnswerPath.BODY)));
        }
        if (text.equals(AnswerPath.STATUS)) {
            return new PlacePattern(text, List.of(part(text)));
        }
        if (header.matches()) {
            return header(header.group(1));
        }
        if (line.matches()) {
            return of(text, AnswerPath.LINE, lines(line.group(1)));
        }
        return new PlacePattern(text, List.of(jsonPath(text)));
    }

    /** Returns the pattern of headers by name; an asterisk stands for any letters. */
    public static PlacePattern header(String name) {
        return of(AnswerPath.HEADER + " " + name, AnswerPath.HEADER, Header.named(name));
    }

    private static PlacePattern of(String text, String part, Part rest) {
        return new PlacePattern(text, List.of(List.of(new Exactly(new Name(part)), rest)));
    }

    private static List<Part> part(String name) {
        return List.of(new Exactly(new Name(name)));
    }

    private static Part lines(String number) {
        return number.equals("*") ? new AnyStep() : new Exactly(new Index(Integer.parseInt(number) - 1));
    }

    private static List<Part> jsonPath(String text) {
        if (!text.startsWith(AnswerPath.JSON)) {
            throw new IllegalArgumentException(
                    "[%s] is no place of an answer: a value of a JSON body is written as [$.total], anything else as [header etag], [status], [line 3] or [body]"
                            .formatted(text));
        }
        List<Part> parts = new ArrayList<>(part(AnswerPath.JSON));
        Matcher step = STEP.matcher(text);
        int at = AnswerPath.JSON.length();
        while (at < text.length()) {
            if (!step.region(at, text.length()).lookingAt()) {
                throw new IllegalArgumentException(
                        "Path [%s] cannot be read from [%s] on: a step is written as [.name], [['any name']], [[0]], [[*]] or [..name]"
                                .formatted(text, text.substring(at)));
            }
            add(step, parts);
            at = step.end();
        }
        return parts;
    }

    private static void add(Matcher step, List<Part> parts) {
        if ("..".equals(step.group("dots")) || step.group("deep") != null) {
            parts.add(new AnyDepth());
        }
        String name = step.group("name");
        if ("*".equals(name) || step.group("any") != null) {
            parts.add(new AnyStep());
        } else if (step.group("index") != null) {
            parts.add(new Exactly(new Index(Integer.parseInt(step.group("index")))));
        } else if (name != null) {
            parts.add(new Exactly(new Name(name)));
        } else {
            String single = step.group("single");
            parts.add(new Exactly(new Name(unquoted(single == null ? step.group("double") : single))));
        }
    }

    private static String unquoted(String name) {
        return ESCAPE.matcher(name)
                .replaceAll(escape -> Matcher.quoteReplacement(
                        escape.group(1) == null
                                ? escape.group(2)
                                : String.valueOf((char) Integer.parseInt(escape.group(1), 16))));
    }

    /** Returns whether this place is meant. */
    boolean matches(AnswerPath path) {
        return ways.stream().anyMatch(way -> matches(way, path.steps(), false));
    }

    /** Returns whether this place, or one around it, is meant. */
    boolean covers(AnswerPath path) {
        return ways.stream().anyMatch(way -> matches(way, path.steps(), true));
    }

    /**
     * Returns the one place that is meant.
     *
     * @throws IllegalArgumentException if this may mean several places
     */
    AnswerPath path() {
        List<Step> steps = new ArrayList<>();
        for (Part part : ways.get(0)) {
            steps.add(step(part));
        }
        return new AnswerPath(steps);
    }

    private Step step(Part part) {
        if (part instanceof Exactly exactly) {
            return exactly.step();
        }
        if (part instanceof Header header) {
            return new Name(header.name());
        }
        throw new IllegalArgumentException("[%s] may mean several places".formatted(text));
    }

    private static boolean matches(List<Part> parts, List<Step> steps, boolean within) {
        if (parts.isEmpty()) {
            return within || steps.isEmpty();
        }
        List<Part> later = parts.subList(1, parts.size());
        if (parts.get(0) instanceof AnyDepth) {
            return matches(later, steps, within)
                    || (!steps.isEmpty() && matches(parts, steps.subList(1, steps.size()), within));
        }
        return !steps.isEmpty()
                && allows(parts.get(0), steps.get(0))
                && matches(later, steps.subList(1, steps.size()), within);
    }

    private static boolean allows(Part part, Step step) {
        if (part instanceof Exactly exactly) {
            return exactly.step().equals(step);
        }
        if (part instanceof Header header) {
            return step instanceof Name name
                    && header.form().matcher(name.text()).matches();
        }
        return true;
    }

    @Override
    public String toString() {
        return text;
    }
}
