// SPDX-License-Identifier: Apache-2.0
package dev.spurline.cluster.internal.yaml;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * What a scalar means.
 *
 * <p>Source: {@code resolve} in {@code resolve.go} of {@code go.yaml.in/yaml/v2}, and how {@code encoding/json} writes it.
 */
final class GoScalars {

    private static final String TAGS = "tag:yaml.org,2002:";
    private static final Set<String> NULL = Set.of("", "~", "null", "Null", "NULL");
    private static final Set<String> TRUE =
            Set.of("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
    private static final Set<String> FALSE =
            Set.of("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
    private static final Set<String> NO_JSON = Set.of(
            ".nan", ".NaN", ".NAN", ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF", "-.inf", "-.Inf", "-.INF");

    private static final Pattern FLOAT = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
    private static final Pattern INTEGER =
            Pattern.compile("([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))");

    private static final Map<Integer, Integer> RADIX = Map.of(2, 16, 3, 2, 4, 8, 5, 10);
    private static final BigInteger MOST = BigInteger.TWO.pow(64);
    private static final BigInteger LEAST = BigInteger.TWO.pow(63).negate();

    /** From here on {@code encoding/json} writes an exponent. */
    private static final BigDecimal EXPONENT = new BigDecimal("1e21");

    private GoScalars() {}

    /**
     * Returns null, a boolean, a number or text.
     *
     * @throws IllegalArgumentException if it is not what its tag says, or nothing that JSON has
     */
    static @Nullable Object value(Tag tag, String text) {
        if (tag.equals(KubernetesYaml.PLAIN)) {
            return plain(text);
        }
        return switch (tag.getValue()) {
            case TAGS + "bool", TAGS + "int", TAGS + "float", TAGS + "null" -> typed(tag, text);
            case TAGS + "binary" -> binary(text);
            default -> text;
        };
    }

    private static @Nullable Object typed(Tag tag, String text) {
        Object value = plain(text);
        boolean right = switch (tag.getValue().substring(TAGS.length())) {
            case "bool" -> value instanceof Boolean;
            case "null" -> value == null;
            case "int" -> value instanceof Integer || value instanceof Long || value instanceof BigInteger;
            default -> value instanceof Number;
        };
        if (!right) {
            throw new IllegalArgumentException(
                    "it is not what [!!%s] says".formatted(tag.getValue().substring(TAGS.length())));
        }
        return value;
    }

    private static String binary(String text) {
        try {
            // Line breaks are the only thing that may stand between, as in Go.
            byte[] bytes = Base64.getDecoder().decode(text.replaceAll("[\\r\\n]", ""));
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("[%s] is not base64, as !!binary has to be".formatted(text), e);
        }
    }

    private static @Nullable Object plain(String text) {
        if (NULL.contains(text)) {
            return null;
        }
        if (TRUE.contains(text) || FALSE.contains(text)) {
            return TRUE.contains(text);
        }
        if (NO_JSON.contains(text)) {
            throw new IllegalArgumentException(
                    "[%s] is a number that JSON does not have: put it into quotes".formatted(text));
        }
        return number(text).<Object>map(number -> number).orElse(text);
    }

    /** Dates are text; they are no numbers either, for these have no minus inside. */
    private static Optional<Number> number(String text) {
        char first = text.charAt(0);
        if (first == '.') {
            return FLOAT.matcher(text).matches() ? real(text) : Optional.empty();
        }
        if ("+-0123456789".indexOf(first) < 0) {
            return Optional.empty();
        }
        String digits = text.replace("_", "");
        return integer(digits).or(() -> FLOAT.matcher(digits).matches() ? real(digits) : Optional.empty());
    }

    private static Optional<Number> integer(String text) {
        Matcher matcher = INTEGER.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        BigInteger value = RADIX.entrySet().stream()
                .filter(form -> matcher.group(form.getKey()) != null)
                .map(form -> new BigInteger(matcher.group(form.getKey()), form.getValue()))
                .findFirst()
                .orElseThrow();
        BigInteger signed = matcher.group(1).equals("-") ? value.negate() : value;
        boolean unsigned = signed.compareTo(BigInteger.valueOf(Long.MAX_VALUE)) > 0;
        return signed.compareTo(LEAST) < 0 || signed.compareTo(MOST) >= 0 || (unsigned && text.startsWith("+"))
                ? Optional.empty()
                : Optional.of(smallest(signed));
    }

    /** What has no fraction is written without one. */
    private static Optional<Number> real(String text) {
        double value = Double.parseDouble(text);
        if (Double.isInfinite(value)) {
            return Optional.empty();
        }
        BigDecimal exact = new BigDecimal(Double.toString(value));
        boolean whole = exact.stripTrailingZeros().scale() <= 0 && exact.abs().compareTo(EXPONENT) < 0;
        return Optional.of(whole ? smallest(exact.toBigIntegerExact()) : Double.valueOf(value));
    }

    private static Number smallest(BigInteger value) {
        if (value.bitLength() < Integer.SIZE) {
            return value.intValue();
        }
        if (value.bitLength() < Long.SIZE) {
            return value.longValue();
        }
        return value;
    }
}
