// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Optional;

/**
 * A condition on a header's, a query parameter's or a path's text.
 *
 * <p>Source: RegexMatcher in Envoy's {@code api/envoy/type/matcher/v3/regex.proto} (the full string must match); for Linkerd
 * {@code linkerd/http/route/src/http/match/header.rs} of linkerd2-proxy.
 */
public sealed interface TextMatch {

    /** Returns the text of the condition, as its author wrote it. */
    String text();

    /** Says whether the whole value matches, as Envoy's {@code safe_regex} sees it. */
    boolean matches(String value);

    /** Says whether the leftmost find spans the whole value, as Linkerd sees it. */
    boolean spans(String value);

    /** Reads a condition of the Gateway API. */
    static TextMatch of(String type, String text) {
        return "RegularExpression".equals(type) ? Regex.of(text) : new Exact(text);
    }

    /** The value is there, whatever it is. */
    record Presence() implements TextMatch {
        @Override
        public String text() {
            return "";
        }

        @Override
        public boolean matches(String value) {
            return true;
        }

        @Override
        public boolean spans(String value) {
            return true;
        }
    }

    /** The value begins with this text. */
    record Prefix(String text) implements TextMatch {
        @Override
        public boolean matches(String value) {
            return value.startsWith(text);
        }

        @Override
        public boolean spans(String value) {
            return matches(value);
        }
    }

    /** The value is this text. */
    record Exact(String text) implements TextMatch {
        @Override
        public boolean matches(String value) {
            return text.equals(value);
        }

        @Override
        public boolean spans(String value) {
            return matches(value);
        }
    }

    /**
     * The value matches a regular expression of the RE2 dialect; one that does not compile matches nothing.
     *
     * @param pattern the compiled expression
     */
    record Regex(String text, Optional<Pattern> pattern) implements TextMatch {

        static Regex of(String text) {
            try {
                return new Regex(text, Optional.of(Pattern.compile(text)));
            } catch (PatternSyntaxException invalid) {
                return new Regex(text, Optional.empty());
            }
        }

        /** Says whether the expression compiles. */
        boolean valid() {
            return pattern.isPresent();
        }

        /** Replaces each find, as RE2 does: a backslash and a digit in the substitution stand for a group. */
        String replaceAll(String value, String substitution) {
            if (pattern.isEmpty()) {
                return value;
            }
            StringBuilder replaced = new StringBuilder();
            Matcher found = pattern.get().matcher(value);
            int end = 0;
            while (found.find()) {
                replaced.append(value.substring(end, found.start())).append(expand(substitution, found));
                end = found.end();
            }
            return replaced.append(value.substring(end)).toString();
        }

        private static String expand(String substitution, Matcher found) {
            StringBuilder expanded = new StringBuilder();
            for (int index = 0; index < substitution.length(); index++) {
                char character = substitution.charAt(index);
                if (character != '\\' || index + 1 == substitution.length()) {
                    expanded.append(character);
                    continue;
                }
                char escaped = substitution.charAt(++index);
                int group = Character.digit(escaped, 10);
                if (group < 0) {
                    expanded.append(escaped);
                } else if (group <= found.groupCount() && found.group(group) != null) {
                    expanded.append(found.group(group));
                }
            }
            return expanded.toString();
        }

        @Override
        public boolean matches(String value) {
            return ".*".equals(text) || pattern.filter(p -> p.matches(value)).isPresent();
        }

        @Override
        public boolean spans(String value) {
            if (pattern.isEmpty()) {
                return false;
            }
            Matcher found = pattern.get().matcher(value);
            return found.find() && found.start() == 0 && found.end() == value.length();
        }
    }
}
