/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.spurline.internal.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Hides values that may be secret in texts for people. What is known to be one is hidden wherever it stands; in the log of a
 * container, which quotes what we have never seen, also what looks like one.
 */
public final class Mask {

    /** What stands for a hidden value. */
    public static final String HIDDEN = "***";

    /** Hides nothing that is not known. */
    public static final Mask NONE = new Mask(List.of());

    /** Shorter ones are words like {@code on} and {@code 10}: to hide them would hide half of every text. */
    private static final int SHORTEST = 4;

    private static final Pattern CREDENTIALS = Pattern.compile("(?<=://)[^/@\\s]+(?=@)");

    private static final Pattern ASSIGNED = Pattern.compile(
            "(?i)((?:password|passwd|pwd|secret|token|credentials?|api[-_]?key|access[-_]?key)[\\w.-]*[\"']?\\s*[=:]\\s*[\"']?)"
                    + "(?!\\*\\*\\*)[^\\s\"',;&]+");

    private static final Pattern BEARER = Pattern.compile("(?i)((?:bearer|basic)\\s+)[A-Za-z0-9._~+/=-]{8,}");

    private final List<String> values;

    private Mask(List<String> values) {
        this.values = values;
    }

    /** Returns a mask of these values; those that are too short to be a secret stay. */
    public static Mask of(Collection<String> values) {
        return new Mask(values.stream()
                .filter(value -> value.strip().length() >= SHORTEST)
                .distinct()
                // One may be part of another.
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList());
    }

    /** Returns whether a text has a known value in it. */
    public boolean tells(String text) {
        return values.stream().anyMatch(text::contains);
    }

    /** Returns a text without the known values and without credentials in addresses. */
    public String clean(String text) {
        String clean = text;
        for (String value : values) {
            clean = clean.replace(value, HIDDEN);
        }
        return CREDENTIALS.matcher(clean).replaceAll(HIDDEN);
    }

    /** Returns the lines of a program's log without what is known and what looks like a secret. */
    public List<String> log(List<String> lines) {
        return lines.stream().map(this::log).toList();
    }

    private String log(String line) {
        String assigned = ASSIGNED.matcher(clean(line)).replaceAll("$1" + HIDDEN);
        return BEARER.matcher(assigned).replaceAll("$1" + HIDDEN);
    }
}
