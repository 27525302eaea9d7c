// SPDX-License-Identifier: Apache-2.0
package dev.spurline.settings;

import dev.spurline.cluster.internal.text.NearestName;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What the text of a setting has to look like, and what it stands for. Whitespace around a text does not count.
 *
 * @param <T> the type of the value
 * @since 0.1
 */
public final class SettingType<T> {

    private final String form;
    private final Function<String, T> reader;

    private SettingType(String form, Function<String, T> reader) {
        this.form = form;
        this.reader = reader;
    }

    /** Returns what such a text looks like, for messages and the documentation. */
    public String form() {
        return form;
    }

    /**
     * Reads a text.
     *
     * @param text the text
     * @return what it stands for
     * @throws IllegalArgumentException if it is not of this type; the message says why, such as {@code is not a number of 1
     *     or more}
     */
    public T read(String text) {
        return reader.apply(text.strip());
    }

    /**
     * A type of its own.
     *
     * @param form what a text looks like
     * @param reader reads a text; throws an {@code IllegalArgumentException} that says why not
     */
    static <T> SettingType<T> of(String form, Function<String, T> reader) {
        return new SettingType<>(form, reader);
    }

    static SettingType<String> text(String form, String pattern) {
        Pattern compiled = Pattern.compile(pattern);
        return new SettingType<>(form, text -> {
            if (!compiled.matcher(text).matches()) {
                throw wrong(form, Optional.empty());
            }
            return text;
        });
    }

    /** One of some words, in lower or upper case. */
    static SettingType<String> choice(String... words) {
        List<String> all = List.of(words);
        String form = String.join(", ", all.subList(0, all.size() - 1)) + " or " + all.get(all.size() - 1);
        return new SettingType<>(form, text -> {
            String word = text.toLowerCase(Locale.ROOT);
            if (!all.contains(word)) {
                throw wrong(form, NearestName.to(word, all));
            }
            return word;
        });
    }

    /** Items with commas between them; an empty text has none. A comma that belongs to an item has a backslash before it. */
    static <T> SettingType<List<T>> list(String form, SettingType<T> item) {
        return new SettingType<>(
                form,
                text -> Arrays.stream(text.split("(?<!\\\\),", -1))
                        .map(part -> part.replace("\\,", ",").strip())
                        .filter(part -> !part.isEmpty())
                        .map(part -> part.equals(text) ? item.read(part) : item(part, item))
                        .toList());
    }

    private static <T> T item(String part, SettingType<T> type) {
        try {
            return type.read(part);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("has the item [%s], which %s".formatted(part, e.getMessage()), e);
        }
    }

    static IllegalArgumentException wrong(String form, Optional<String> nearest) {
        return new IllegalArgumentException("is not " + form
                + nearest.map(": did you mean [%s]?"::formatted).orElse(""));
    }
}
