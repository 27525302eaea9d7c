// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.explain;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Locale;

/**
 * What a rule wants a text to be.
 *
 * @param form how it is compared
 * @param value what it is compared with
 * @param ignoreCase whether upper and lower case are the same; regular expressions say that themselves
 */
record WantedText(Form form, String value, boolean ignoreCase) {

    /** How a text is compared. */
    enum Form {
        EXACT,
        PREFIX,
        /** The whole text has to match: Envoy's {@code safe_regex}. */
        REGEX,
        PRESENT
    }

    WantedText(Form form, String value) {
        this(form, value, false);
    }

    /** Reads Istio's StringMatch; without a value, or as the regex {@code *}, it asks for presence. */
    static WantedText ofIstio(JsonNode match, boolean ignoreCase) {
        if (match.has("exact")) {
            return new WantedText(Form.EXACT, match.path("exact").asText(), ignoreCase);
        }
        if (match.has("prefix")) {
            return new WantedText(Form.PREFIX, match.path("prefix").asText(), ignoreCase);
        }
        String regex = match.path("regex").asText();
        return regex.isEmpty() || regex.equals("*")
                ? new WantedText(Form.PRESENT, "")
                : new WantedText(Form.REGEX, regex);
    }

    /** Reads a header or query match of the Gateway API. */
    static WantedText ofGatewayApi(JsonNode match) {
        boolean regex = match.path("type").asText("Exact").equals("RegularExpression");
        return new WantedText(
                regex ? Form.REGEX : Form.EXACT, match.path("value").asText());
    }

    /** Returns whether a text is as wanted. */
    boolean takes(String text) {
        String seen = ignoreCase ? text.toLowerCase(Locale.ROOT) : text;
        String wanted = ignoreCase ? value.toLowerCase(Locale.ROOT) : value;
        return switch (form) {
            case EXACT -> seen.equals(wanted);
            case PREFIX -> seen.startsWith(wanted);
            case REGEX -> matches(text);
            case PRESENT -> true;
        };
    }

    private boolean matches(String text) {
        try {
            return Pattern.matches(value, text);
        } catch (PatternSyntaxException e) {
            return false;
        }
    }

    /** Returns it as the end of a sentence: {@code exact [k1]}. */
    @Override
    public String toString() {
        return form == Form.PRESENT
                ? "any value"
                : "%s [%s]".formatted(form.name().toLowerCase(Locale.ROOT), value);
    }
}
