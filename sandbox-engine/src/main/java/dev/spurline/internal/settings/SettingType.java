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
package dev.spurline.internal.settings;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a setting's text has to look like. */
public enum SettingType {
    TEXT("a text", ".+"),
    NAME("a name", "[A-Za-z0-9]([-A-Za-z0-9._]*[A-Za-z0-9])?"),
    URL("an address such as https://shop.example.com", "https?://.+"),
    LIST("a comma-separated list", ".*"),
    SWITCH("true or false", "true|false"),
    COUNT("a number of 1 or more", "[1-9][0-9]{0,8}"),
    DURATION("a duration such as 500ms, 60s, 2m or 1h", "[0-9]{1,9}(ms|s|m|h)");

    private final String form;
    private final String pattern;

    SettingType(String form, String pattern) {
        this.form = form;
        this.pattern = pattern;
    }

    /** Returns what such a value looks like, for messages and the documentation. */
    public String form() {
        return form;
    }

    boolean accepts(String text) {
        return Pattern.compile(pattern, Pattern.DOTALL).matcher(text.trim()).matches();
    }

    /** Reads a text that this type {@linkplain #accepts accepts} as a duration. */
    static Duration duration(String text) {
        Matcher parts = Pattern.compile("([0-9]+)(ms|s|m|h)").matcher(text.trim());
        if (!parts.matches()) {
            throw new IllegalArgumentException("[%s] is not %s".formatted(text, DURATION.form));
        }
        long amount = Long.parseLong(parts.group(1));
        return switch (parts.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }
}
