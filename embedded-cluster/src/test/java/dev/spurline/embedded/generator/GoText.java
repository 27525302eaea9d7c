// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.generator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts in Go code. */
final class GoText {

    private static final ObjectMapper JSON = new ObjectMapper();

    private GoText() {}

    /** Returns the value of a text in quotes; Go's escapes that occur in descriptions are JSON's. */
    static String value(String quoted) {
        try {
            return JSON.readValue(quoted, String.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a text: [" + quoted + "]", e);
        }
    }

    /** Returns one value of a map of texts, each on a line of its own. */
    static String entry(String file, String map, String key) {
        int start = file.indexOf("var " + map + " = map[string]string{");
        String entries = start < 0 ? "" : file.substring(start, file.indexOf("\n}", start));
        Matcher entry = Pattern.compile("(?m)^\t\"" + key + "\": +(\".*\"),$").matcher(entries);
        if (!entry.find()) {
            throw new IllegalArgumentException("[%s] has no [%s]".formatted(map, key));
        }
        return value(entry.group(1));
    }
}
