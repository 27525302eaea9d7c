// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.secrets;

import java.util.BitSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds secrets that nobody has told of in a text by what stands before them: a name, a scheme, an address. */
final class CredentialPatterns {

    /** Up to the last at-sign: passwords in addresses are not always encoded. */
    private static final Pattern IN_ADDRESS = Pattern.compile("(?<=://)[^/\\s\"'<>?#]+(?=@)");

    /** A scheme of HTTP and a token; words of sentences that begin in the same way have neither digit nor inner capital. */
    private static final Pattern AFTER_SCHEME = Pattern.compile(
            "(?<![A-Za-z0-9])(?i:bearer|basic)[ \\t]+(?=[A-Za-z._~/-]*[0-9+=]|[A-Za-z][a-z]*[A-Z])([A-Za-z0-9._~+/=-]{8,})");

    /**
     * What stands between a name and its value, up to the value's quote; also with the backslashes of quotes in quotes. A
     * part of a path is no name, and before a port stands a host.
     */
    private static final Pattern ASSIGNED = Pattern.compile(
            "(?<![\\p{L}\\p{N}_./-])([\\p{L}\\p{N}_.-]++)(?:\\\\*[\"'])?"
                    + "[ \\t]{0,3}(?:=>|:=|=(?!=)|:(?!:|//|[0-9]{1,5}(?![\\p{L}\\p{N}_])))[ \\t]{0,3}(?:(\\\\*)([\"']))?");

    /** An option of a command line whose value is the next word. */
    private static final Pattern OPTION =
            Pattern.compile("(?<=^|\\s)--?([\\p{L}][\\p{L}\\p{N}_.-]*)\\s+(?![-\\s])(?:()([\"']))?");

    private static final Pattern BARE = Pattern.compile("[^\\s\"',;&)\\]}|]+");

    private static final Set<String> SCHEMES = Set.of("bearer", "basic");

    /** What switches something, or stands for nothing. */
    private static final Pattern NOTHING = Pattern.compile("(?i)true|false|yes|no|on|off|enabled|disabled|default|auto"
            + "|required|optional|null|nil|none|undefined|\\*+");

    /** How Kubernetes replaces a variable in values, commands and arguments. */
    private static final Pattern REFERENCE = Pattern.compile("\\$\\([\\w.-]+\\)");

    /** What begins something that has names and values of its own, or refers to something. */
    private static final Set<String> BEGINNINGS = Set.of("{", "[", "(", "<", "${", "$(");

    private final SecretNames names;

    CredentialPatterns(SecretNames names) {
        this.names = names;
    }

    /** Returns whether a value is only a reference to another variable. */
    static boolean refers(String value) {
        return REFERENCE.matcher(value).matches();
    }

    /** Returns whether a text is too common to be a secret that could be looked for. */
    static boolean common(String value) {
        return refers(value) || NOTHING.matcher(value).matches();
    }

    /** Marks user and password of addresses. */
    static void markInAddresses(String text, BitSet hidden) {
        Matcher found = IN_ADDRESS.matcher(text);
        while (found.find()) {
            hidden.set(found.start(), found.end());
        }
    }

    /** Marks what follows a scheme, and the values that stand behind a name of a secret. */
    void mark(String text, BitSet hidden) {
        Matcher token = AFTER_SCHEME.matcher(text);
        while (token.find()) {
            hidden.set(token.start(1), token.end(1));
        }
        markValues(ASSIGNED.matcher(text), text, hidden);
    }

    /** Marks also the values of options that stand behind their name as a word of their own. */
    void markInCommand(String text, BitSet hidden) {
        mark(text, hidden);
        markValues(OPTION.matcher(text), text, hidden);
    }

    private void markValues(Matcher named, String text, BitSet hidden) {
        // A value is looked at once, also if it reads like another name and its value.
        for (int at = 0; named.find(at); ) {
            at = secret(named.group(1)) ? markValue(text, named, hidden) : named.end();
        }
    }

    /** Java's own options are properties, {@code -Dkey=value}; that is a secret, and the key of a message is none. */
    private boolean secret(String name) {
        return name.startsWith("-D")
                ? names.secret(name.substring(2))
                : names.secret(name) && !SecretNames.lastWord(name);
    }

    /** Returns where the value ends. */
    private static int markValue(String text, Matcher named, BitSet hidden) {
        int start = named.end();
        int end = named.group(3) == null
                ? bareEnd(text, start)
                : quotedEnd(
                        text, start, named.group(3).charAt(0), named.group(2).length());
        String value = text.substring(start, end);
        if (SCHEMES.contains(value.toLowerCase(Locale.ROOT))) {
            int next = end;
            while (next < text.length() && text.charAt(next) == ' ') {
                next++;
            }
            end = bareEnd(text, next);
            hidden.set(next, end);
        } else if (!common(value) && BEGINNINGS.stream().noneMatch(value::startsWith)) {
            hidden.set(start, end);
        }
        return end;
    }

    private static int bareEnd(String text, int start) {
        Matcher value = BARE.matcher(text).region(start, text.length());
        return value.lookingAt() ? value.end() : start;
    }

    /** The quote that closes has as many backslashes as the one that opened; those within have more. */
    private static int quotedEnd(String text, int start, char quote, int backslashes) {
        int seen = 0;
        for (int i = start; i < text.length(); i++) {
            if (text.charAt(i) == quote && seen <= backslashes) {
                return i - seen;
            }
            seen = text.charAt(i) == '\\' ? seen + 1 : 0;
        }
        return bareEnd(text, start);
    }
}
