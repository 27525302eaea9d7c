// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.secrets;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The ways in which programs write a character otherwise than as itself. */
enum EscapeForm {
    /** The colours of a terminal, which console logs are full of. */
    COLOUR('\u001b', "\u001b\\[[0-9;:?]{0,40}[A-Za-z]"),
    /** JSON, YAML between double quotes, the literals of programming languages, and the shell. */
    BACKSLASH('\\', "\\\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{2})|([0-7]{3})|(.))"),
    /** Addresses; characters beyond ASCII are several octets of UTF-8. */
    PERCENT(
            '%',
            "%(?:[0-7]\\p{XDigit}|[c-dC-D]\\p{XDigit}(?:%\\p{XDigit}{2}){1}|[eE]\\p{XDigit}(?:%\\p{XDigit}{2}){2}"
                    + "|[fF]\\p{XDigit}(?:%\\p{XDigit}{2}){3}|\\p{XDigit}{2})"),
    /** Forms, in which a plus is a space. */
    FORM('+', "\\+|" + PERCENT.pattern.pattern()),
    /** HTML and XML. */
    ENTITY('&', "&(?:(amp|lt|gt|quot|apos)|#([0-9]{1,7})|#[xX]([0-9a-fA-F]{1,6}));"),
    /** YAML and SQL between single quotes, where a quote is doubled, and the shell's ways to get one in there. */
    QUOTE('\'', "'(?:'|\\\\''|\"'\"')");

    private static final Map<String, String> CONTROLS =
            Map.of("n", "\n", "r", "\r", "t", "\t", "b", "\b", "f", "\f", "0", "\0", "a", "\007", "e", "\u001b");

    private static final Map<String, String> ENTITIES =
            Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'");

    private final char sign;
    private final Pattern pattern;

    EscapeForm(char sign, String regex) {
        this.sign = sign;
        this.pattern = Pattern.compile(regex, Pattern.DOTALL);
    }

    /** Returns whether a text may have it. */
    boolean in(String text) {
        return text.indexOf(sign) >= 0;
    }

    /** Returns a reader of a text's escapes, to be asked from one place on after the other. */
    Matcher matcher(String text) {
        return pattern.matcher(text);
    }

    /** Returns what an escape stands for. */
    String decoded(Matcher found) {
        return switch (this) {
            case COLOUR -> "";
            case BACKSLASH -> backslash(found);
            case PERCENT, FORM -> found.group().equals("+") ? " " : octets(found.group());
            case ENTITY -> entity(found);
            case QUOTE -> "'";
        };
    }

    private static String backslash(Matcher found) {
        for (int group = 1; group <= 4; group++) {
            if (found.group(group) != null) {
                return character(found, Integer.parseUnsignedInt(found.group(group), group == 4 ? 8 : 16));
            }
        }
        return CONTROLS.getOrDefault(found.group(5), found.group(5));
    }

    private static String entity(Matcher found) {
        if (found.group(1) != null) {
            return ENTITIES.getOrDefault(found.group(1), found.group());
        }
        return found.group(2) != null
                ? character(found, Integer.parseInt(found.group(2)))
                : character(found, Integer.parseInt(found.group(3), 16));
    }

    /** A number that no character has is left as it stands. */
    private static String character(Matcher found, int code) {
        return Character.isValidCodePoint(code) ? Character.toString(code) : found.group();
    }

    private static String octets(String escaped) {
        byte[] octets = HexFormat.of().parseHex(escaped.replace("%", ""));
        return new String(octets, StandardCharsets.UTF_8);
    }
}
