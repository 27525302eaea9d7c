// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Where something stands in an answer, told as users write it: {@code status}, {@code header etag}, {@code $.items[0].id},
 * {@code line 3} or {@code body}.
 *
 * @param steps from the answer's root; the first one names the part
 */
record AnswerPath(List<Step> steps) {

    /** The answer as a whole. */
    static final AnswerPath ROOT = new AnswerPath(List.of());

    static final String STATUS = "status";
    static final String HEADER = "header";

    /** A body that is JSON. */
    static final String JSON = "$";

    /** A body that is text, by its lines. */
    static final String LINE = "line";

    /** A body as a whole. */
    static final String BODY = "body";

    private static final Step HEADER_STEP = new Name(HEADER);

    private static final Pattern PLAIN_NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_-]*");

    AnswerPath {
        steps = List.copyOf(steps);
    }

    /** A step down a tree. */
    sealed interface Step {}

    /** The member of an object. */
    record Name(String text) implements Step {}

    /** The element of an array, counted from 0. */
    record Index(int number) implements Step {}

    AnswerPath member(String name) {
        return then(new Name(name));
    }

    AnswerPath element(int index) {
        return then(new Index(index));
    }

    boolean isHeader() {
        return !steps.isEmpty() && steps.get(0).equals(HEADER_STEP);
    }

    private AnswerPath then(Step step) {
        List<Step> longer = new ArrayList<>(steps);
        longer.add(step);
        return new AnswerPath(longer);
    }

    @Override
    public String toString() {
        if (steps.isEmpty()) {
            return "answer";
        }
        String part = ((Name) steps.get(0)).text();
        List<Step> rest = steps.subList(1, steps.size());
        if (rest.isEmpty()) {
            return part.equals(LINE) ? BODY : part;
        }
        return switch (part) {
            case HEADER -> HEADER + " " + ((Name) rest.get(0)).text();
            case LINE -> LINE + " " + (((Index) rest.get(0)).number() + 1);
            default -> part + text(rest);
        };
    }

    private static String text(List<Step> steps) {
        StringBuilder text = new StringBuilder();
        steps.forEach(step -> text.append(text(step)));
        return text.toString();
    }

    private static String text(Step step) {
        if (step instanceof Name name) {
            return PLAIN_NAME.matcher(name.text()).matches() ? "." + name.text() : "['" + quoted(name.text()) + "']";
        }
        return "[" + ((Index) step).number() + "]";
    }

    private static String quoted(String name) {
        StringBuilder quoted = new StringBuilder();
        name.chars().forEach(letter -> {
            if (letter < ' ' || letter == '\u007f') {
                quoted.append("\\u%04x".formatted(letter));
            } else {
                quoted.append(letter == '\\' || letter == '\'' ? "\\" : "").append((char) letter);
            }
        });
        return quoted.toString();
    }
}
