// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema.types;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount such as {@code 500m} or {@code 2Gi}, written as Kubernetes writes it.
 *
 * @param value the amount
 * @param style which suffixes it is written with
 */
public record Quantity(BigDecimal value, Style style) implements Comparable<Quantity> {

    /** Zero. */
    public static final Quantity ZERO = new Quantity(BigDecimal.ZERO, Style.DECIMAL);

    /** What the API server answers to a text that is no quantity. */
    public static final String MALFORMED =
            "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

    private static final Pattern FORM =
            Pattern.compile("([+-]?(?:\\d+\\.?\\d*|\\.\\d+))(n|u|m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei|[eE][+-]?\\d+)?");
    private static final String DECIMAL_SUFFIXES = "num kMGTPE";
    private static final String BINARY_SUFFIXES = " KMGTPE";
    private static final BigDecimal NANO = new BigDecimal("1e9");

    /** The families of suffixes. */
    public enum Style {
        DECIMAL,
        BINARY,
        EXPONENT
    }

    /** Reads a quantity; fractions finer than a billionth are rounded up. */
    public static Optional<Quantity> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        String suffix = form.group(2) == null ? "" : form.group(2);
        BigDecimal number = new BigDecimal(form.group(1)).multiply(factor(suffix));
        BigDecimal rounded = number.setScale(9, RoundingMode.UP);
        return Optional.of(new Quantity(rounded, style(suffix)));
    }

    /** Returns the sum, written as this one. */
    public Quantity plus(Quantity other) {
        return new Quantity(value.add(other.value), value.signum() == 0 ? other.style : style);
    }

    /** Returns the next whole number, or this one if it is whole. */
    public Quantity roundedUp() {
        return new Quantity(value.setScale(0, RoundingMode.UP), style);
    }

    @Override
    public int compareTo(Quantity other) {
        return value.compareTo(other.value);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Quantity quantity && compareTo(quantity) == 0;
    }

    @Override
    public int hashCode() {
        return value.stripTrailingZeros().hashCode();
    }

    /** Returns the canonical form: no fraction, the largest suffix that keeps the number whole. */
    @Override
    public String toString() {
        if (value.signum() == 0) {
            return "0";
        }
        boolean small = value.abs().compareTo(BigDecimal.valueOf(1024)) < 0
                || value.stripTrailingZeros().scale() > 0;
        return switch (style) {
            case BINARY -> small ? decimal() : binary();
            case DECIMAL -> decimal();
            case EXPONENT -> exponent();
        };
    }

    private String decimal() {
        int power = thousands();
        return scaled(power)
                + String.valueOf(DECIMAL_SUFFIXES.charAt(power + 3)).trim();
    }

    private String exponent() {
        int power = thousands();
        return scaled(power) + (power == 0 ? "" : "e" + power * 3);
    }

    private BigInteger scaled(int power) {
        return value.movePointLeft(power * 3).toBigIntegerExact();
    }

    /** The largest power of a thousand that divides the value, from billionths to 10^18. */
    private int thousands() {
        BigInteger nanos = value.multiply(NANO).toBigInteger();
        int power = -3;
        BigInteger thousand = BigInteger.valueOf(1000);
        while (power < 6 && nanos.mod(thousand).signum() == 0) {
            nanos = nanos.divide(thousand);
            power++;
        }
        return power;
    }

    private String binary() {
        BigInteger number = value.toBigInteger();
        BigInteger step = BigInteger.valueOf(1024);
        int power = 0;
        while (power < 6 && number.mod(step).signum() == 0) {
            number = number.divide(step);
            power++;
        }
        return number + (power == 0 ? "" : BINARY_SUFFIXES.charAt(power) + "i");
    }

    private static Style style(String suffix) {
        if (suffix.endsWith("i")) {
            return Style.BINARY;
        }
        return suffix.length() > 1 ? Style.EXPONENT : Style.DECIMAL;
    }

    private static BigDecimal factor(String suffix) {
        if (suffix.isEmpty()) {
            return BigDecimal.ONE;
        }
        if (suffix.endsWith("i")) {
            return BigDecimal.valueOf(1024).pow(BINARY_SUFFIXES.indexOf(suffix.charAt(0)));
        }
        if (suffix.length() > 1) {
            return new BigDecimal("1" + suffix.toLowerCase(Locale.ROOT));
        }
        return BigDecimal.ONE.movePointRight(3 * (DECIMAL_SUFFIXES.indexOf(suffix) - 3));
    }
}
