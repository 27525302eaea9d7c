// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import java.util.ArrayList;
import java.util.List;

/**
 * A reference reading of the W3C baggage grammar, character by character: {@code member *(OWS "," OWS member)} with
 * {@code key OWS "=" OWS value *(OWS ";" OWS property)}.
 *
 * @param members in their order
 */
record ParsedBaggage(List<Member> members) {

    /**
     * One member.
     *
     * @param properties each without the space around it and around its equals sign
     */
    record Member(String key, String value, List<String> properties) {}

    static ParsedBaggage of(String header) {
        List<Member> members = new ArrayList<>();
        StringBuilder member = new StringBuilder();
        for (int index = 0; index <= header.length(); index++) {
            if (index == header.length() || header.charAt(index) == ',') {
                add(member.toString(), members);
                member.setLength(0);
            } else {
                member.append(header.charAt(index));
            }
        }
        return new ParsedBaggage(members);
    }

    private static void add(String text, List<Member> members) {
        if (text.isBlank()) {
            return;
        }
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int index = 0; index <= text.length(); index++) {
            if (index == text.length() || text.charAt(index) == ';') {
                parts.add(pair(text.substring(from, index)));
                from = index + 1;
            }
        }
        String first = parts.get(0);
        int equals = first.indexOf('=');
        members.add(
                new Member(first.substring(0, equals), first.substring(equals + 1), parts.subList(1, parts.size())));
    }

    /** Takes away the space at both ends and around the first equals sign. */
    private static String pair(String text) {
        int equals = text.indexOf('=');
        return equals < 0
                ? text.strip()
                : text.substring(0, equals).strip() + "="
                        + text.substring(equals + 1).strip();
    }
}
