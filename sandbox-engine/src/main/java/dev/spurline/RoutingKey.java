// SPDX-License-Identifier: Apache-2.0
package dev.spurline;

import java.security.SecureRandom;
import java.util.regex.Pattern;

/**
 * The key by which the mesh tells the requests of one sandbox from all others.
 *
 * <p>Ten characters, a letter followed by nine of {@code a-z2-7}: legal in a DNS label, a label value, a header and a
 * regular expression without any quoting, and never percent-encoded in W3C baggage.
 *
 * @param value the ten characters, such as {@code k7f3q5tbma}
 * @since 0.1
 */
public record RoutingKey(String value) {

    /** The name of the W3C {@code baggage} member that carries the key. */
    public static final String BAGGAGE_MEMBER = "spurline";

    /** The name of the W3C {@code baggage} member that tells which test a request belongs to. */
    public static final String TEST_MEMBER = "spurline-test";

    /**
     * How the names of W3C {@code baggage} members begin that say where a fork is, for Envoys that obey staging overrides: {@code
     * spurline-fork.<service>.<namespace>.<port>}.
     */
    public static final String FORK_MEMBER = "spurline-fork.";

    /** The name of the plain header that carries the key. */
    public static final String HEADER = "x-spurline-key";

    /** How many characters a key has. */
    public static final int LENGTH = 10;

    private static final Pattern FORM = Pattern.compile("[a-z][a-z2-7]{9}");
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz";
    private static final String ALPHABET = LETTERS + "234567";
    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * Checks the form of the key.
     *
     * @throws IllegalArgumentException if {@code value} is not a letter followed by nine of {@code a-z2-7}
     */
    public RoutingKey {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "Routing key [%s] is not a letter followed by nine characters of a-z and 2-7".formatted(value));
        }
    }

    /**
     * Draws a new key: about 2<sup>49</sup> are possible.
     *
     * @return a key that no other sandbox has, for all practical purposes
     */
    public static RoutingKey random() {
        StringBuilder value = new StringBuilder(LENGTH);
        value.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
        while (value.length() < LENGTH) {
            value.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
        }
        return new RoutingKey(value.toString());
    }

    @Override
    public String toString() {
        return value;
    }
}
