// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.truth;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Compares texts of which parts change from run to run. */
final class Mask {

    private static final Map<String, Pattern> WHOLE = Map.ofEntries(
            entry("<uid>", "[0-9a-f-]{36}"),
            entry("<rv>", "\\d+"),
            entry("<time>", "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z"),
            entry("<continue>", ".+"),
            entry("<podIP>", "\\d+\\.\\d+\\.\\d+\\.\\d+"),
            entry("<clusterIP>", "\\d+\\.\\d+\\.\\d+\\.\\d+"),
            entry("<nodePort>", "3\\d{4}"),
            entry("<containerID>", ".+"),
            entry("<gitVersion>", "v\\d.*"),
            entry("<address>", ".+"),
            entry("<url>", "/openapi/v3/.+\\?hash=.+"));

    /** What is replaced on both sides before two texts are compared, in this order. */
    private static final Map<Pattern, String> PARTS = parts();

    private Mask() {}

    private static Map.Entry<String, Pattern> entry(String mask, String regex) {
        return Map.entry(mask, Pattern.compile(regex, Pattern.DOTALL));
    }

    private static Map<Pattern, String> parts() {
        Map<Pattern, String> parts = new LinkedHashMap<>();
        parts.put(Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z"), "<time>");
        parts.put(Pattern.compile("(resourceVersion\\W+)\\d+"), "$1<rv>");
        parts.put(Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"), "<uid>");
        parts.put(
                Pattern.compile("too old resource version: (\\d+) \\(\\d+\\)"), "too old resource version: $1 (<rv>)");
        parts.put(Pattern.compile("in record \\(\\d+\\)"), "in record (<rv>)");
        parts.put(Pattern.compile("\\b10\\.(9[6-9]|10\\d|11[01])\\.\\d+\\.\\d+\\b"), "<clusterIP>");
        parts.put(Pattern.compile("^\\d+s$"), "<age>");
        parts.put(Pattern.compile("\\b[bcdfghjklmnpqrstvwxz2456789]{8,10}\\b"), "<hash>");
        parts.put(Pattern.compile("<hash>-[bcdfghjklmnpqrstvwxz2456789]{5}\\b"), "<hash>-<suffix>");
        return parts;
    }

    static boolean same(JsonNode expected, JsonNode actual) {
        if (!expected.isTextual()) {
            return expected.equals(actual)
                    || (expected.isNumber() && expected.asText().equals(actual.asText(" ")));
        }
        Pattern whole = WHOLE.get(expected.textValue());
        if (whole != null) {
            return actual.isValueNode() && whole.matcher(actual.asText()).matches();
        }
        return actual.isTextual() && sameText(normal(expected.textValue()), normal(actual.textValue()));
    }

    private static boolean sameText(String expected, String actual) {
        int wildcard = expected.indexOf("<what the ");
        return wildcard < 0 ? expected.equals(actual) : actual.startsWith(expected.substring(0, wildcard));
    }

    private static String normal(String text) {
        String normal = text;
        for (Map.Entry<Pattern, String> part : PARTS.entrySet()) {
            normal = part.getKey().matcher(normal).replaceAll(part.getValue());
        }
        return normal;
    }
}
