// SPDX-License-Identifier: Apache-2.0
package dev.spurline.benchmarks.result;

import java.util.Locale;

/** What values are counted in. */
public enum FigureUnit {
    /** Seconds. */
    SECONDS("s"),
    /** Thousandths of a second. */
    MILLISECONDS("ms"),
    /** Millionths of a second. */
    MICROSECONDS("µs"),
    /** How many. */
    COUNT(""),
    /** How many times another figure of the same run. */
    TIMES("×"),
    /** 1,024 bytes. */
    KIBIBYTES("KiB"),
    /** Hundredths of one processor. */
    PERCENT("%");

    private final String symbol;

    FigureUnit(String symbol) {
        this.symbol = symbol;
    }

    /** Returns a value with the unit, with three digits that count. */
    public String text(double value) {
        return symbol.isEmpty() ? number(value) : number(value) + " " + symbol;
    }

    /** Returns a value alone, with three digits that count. */
    public static String number(double value) {
        int decimals = (int) Math.max(0, 2 - Math.floor(Math.log10(Math.max(Math.abs(value), 0.01))));
        String text = String.format(Locale.ROOT, "%,." + decimals + "f", value);
        return text.contains(".") ? text.replaceFirst("\\.?0+$", "") : text;
    }
}
