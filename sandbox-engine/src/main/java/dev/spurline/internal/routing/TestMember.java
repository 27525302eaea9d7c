// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import dev.spurline.RoutingKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The member of W3C baggage that tells which test a request belongs to: {@code spurline-test=<engine>.<number>}. It is not
 * a property of the key's member, because several propagators percent-encode whatever follows the first equals sign.
 *
 * @param engine the id of the engine, which no other JVM has
 * @param number the number of the test within the engine's sandbox
 */
public record TestMember(String engine, int number) {

    /** At least six digits, so that a number that was cut off is not taken for another. */
    private static final Pattern MEMBER = Pattern.compile(
            "[ \\t]*" + RoutingKey.TEST_MEMBER + "[ \\t]*=[ \\t]*([a-z][a-z2-7]{9})\\.([0-9]{6,9})[ \\t]*(?:;.*)?");

    private static final Pattern ENCODED = Pattern.compile("%([0-7][0-9a-fA-F])");

    /** A label's value ends with a quotation mark. */
    private static final Pattern SEPARATOR = Pattern.compile("[,\"]");

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if it has more than nine digits or is negative
     */
    public TestMember {
        if (number < 0 || number > 999_999_999) {
            throw new IllegalArgumentException("Test number [%d] is not in [0, 999999999]".formatted(number));
        }
    }

    /**
     * Finds the members in a baggage header, or in the labels of a metric that hold one.
     *
     * @param text the header as it was sent or as a propagator or proxy wrote it: percent-encoded, cut off, in quotes
     */
    public static List<TestMember> in(String text) {
        return SEPARATOR
                .splitAsStream(decoded(text))
                .map(TestMember::read)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }

    private static String decoded(String text) {
        return ENCODED.matcher(text)
                .replaceAll(code -> Matcher.quoteReplacement(Character.toString(Integer.parseInt(code.group(1), 16))));
    }

    private static Optional<TestMember> read(String member) {
        Matcher matcher = MEMBER.matcher(member);
        return matcher.matches()
                ? Optional.of(new TestMember(matcher.group(1), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    /** Returns headers that carry the key with this member in their {@code baggage}; without that they stay as they are. */
    public Map<String, String> addedTo(Map<String, String> headers) {
        Map<String, String> result = new LinkedHashMap<>(headers);
        result.computeIfPresent("baggage", (name, members) -> addedTo(members));
        return result;
    }

    /** Returns the value of a baggage header with this member at its end; a key by itself is no list, and has no place for it. */
    public String addedTo(String baggage) {
        return baggage.indexOf('=') < 0 ? baggage : baggage + "," + this;
    }

    /** Returns the member as it stands in the header. */
    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s=%s.%06d", RoutingKey.TEST_MEMBER, engine, number);
    }
}
