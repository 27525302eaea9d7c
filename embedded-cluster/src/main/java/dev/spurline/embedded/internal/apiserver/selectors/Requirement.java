// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.selectors;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One term of a selector. */
record Requirement(String key, Operator operator, Set<String> values) {

    /** How a term compares. */
    enum Operator {
        IN,
        NOT_IN,
        EXISTS,
        DOES_NOT_EXIST,
        GREATER,
        LESS
    }

    boolean matches(@Nullable String value) {
        return switch (operator) {
            case IN -> value != null && values.contains(value);
            case NOT_IN -> value == null || !values.contains(value);
            case EXISTS -> value != null;
            case DOES_NOT_EXIST -> value == null;
            case GREATER -> value != null && compared(value) > 0;
            case LESS -> value != null && compared(value) < 0;
        };
    }

    private int compared(String value) {
        try {
            return Long.compare(
                    Long.parseLong(value), Long.parseLong(values.iterator().next()));
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
