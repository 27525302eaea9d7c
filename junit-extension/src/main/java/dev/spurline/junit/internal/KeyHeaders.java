// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import dev.spurline.RoutingKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Merges the headers that carry the key with those a caller has already. Members of other people stay as they are, to the
 * letter: text is put before them, never parsed and rebuilt.
 */
final class KeyHeaders {

    private static final Pattern COMMA = Pattern.compile(",");

    private final Map<String, String> headers;

    /** Takes the sandbox's headers, names in lower case. */
    KeyHeaders(Map<String, String> headers) {
        this.headers = new LinkedHashMap<>(headers);
    }

    /** Returns the names, in lower case, of the headers that carry the key. */
    Set<String> names() {
        return headers.keySet();
    }

    /**
     * Returns the values of all headers that carry the key.
     *
     * @param present the caller's values by header name, in any case; members of ours in them are older and go
     */
    Map<String, String> merged(Map<String, List<String>> present) {
        Map<String, String> result = new LinkedHashMap<>();
        headers.forEach((name, ours) -> result.put(name, merged(ours, values(present, name))));
        return result;
    }

    /** Returns what is left of those headers without the key; an empty text means that the header goes. */
    Map<String, String> stripped(Map<String, List<String>> present) {
        Map<String, String> result = new LinkedHashMap<>();
        headers.forEach((name, ours) -> {
            List<String> values = values(present, name);
            result.put(name, isList(ours) ? without(values, member -> isOurs(member, ours)) : rest(values, ours));
        });
        return result;
    }

    private static String merged(String ours, List<String> values) {
        if (!isList(ours)) {
            return ours;
        }
        String others = others(values, ours);
        // First: W3C wants the newest member of a tracestate there, and propagators cut long baggage off at its end.
        return others.isEmpty() ? ours : ours + "," + others;
    }

    /** A key by itself has no equals sign, so where there is one, the header holds a list with members of ours. */
    private static boolean isList(String ours) {
        return ours.indexOf('=') >= 0;
    }

    private static String others(List<String> values, String ours) {
        Set<String> keys = COMMA.splitAsStream(ours).map(KeyHeaders::key).collect(Collectors.toSet());
        return without(values, member -> keys.contains(key(member)) || isTest(member) || isFork(member));
    }

    private static String without(List<String> values, Predicate<String> unwanted) {
        String joined = values.stream().filter(value -> !value.isBlank()).collect(Collectors.joining(","));
        return COMMA.splitAsStream(joined).anyMatch(unwanted)
                ? COMMA.splitAsStream(joined).filter(unwanted.negate()).collect(Collectors.joining(","))
                : joined;
    }

    private static boolean isOurs(String member, String ours) {
        String text = member.trim();
        return isTest(member)
                || COMMA.splitAsStream(ours).anyMatch(own -> text.equals(own) || text.startsWith(own + ";"));
    }

    private static boolean isTest(String member) {
        return key(member).equals(RoutingKey.TEST_MEMBER);
    }

    /** Such a member of another sandbox would lead to a fork of that. */
    private static boolean isFork(String member) {
        return key(member).startsWith(RoutingKey.FORK_MEMBER);
    }

    private static String rest(List<String> values, String ours) {
        return values.stream().filter(value -> !value.equals(ours)).collect(Collectors.joining(","));
    }

    private static String key(String member) {
        int equals = member.indexOf('=');
        return equals < 0 ? "" : member.substring(0, equals).trim();
    }

    private static List<String> values(Map<String, List<String>> present, String name) {
        return present.entrySet().stream()
                .filter(entry -> entry.getKey().toLowerCase(Locale.ROOT).equals(name))
                .flatMap(entry -> entry.getValue().stream())
                .toList();
    }
}
