// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.labels;

import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One term of a selector, matched as {@code k8s.io/apimachinery/pkg/labels/selector.go} (Requirement.Matches) does.
 *
 * @param key the key of the label
 * @param operator how its value is compared
 * @param values what it is compared with
 */
public record LabelRequirement(String key, Operator operator, Set<String> values) {

    /** How a term compares. */
    public enum Operator {
        /** The label is there with one of the values. */
        IN,
        /** The label is not there, or with none of the values. */
        NOT_IN,
        /** The label is there. */
        EXISTS,
        /** The label is not there. */
        DOES_NOT_EXIST,
        /** The label is a greater number. */
        GREATER,
        /** The label is a lesser number. */
        LESS,
        /** A word that is no operator: nothing is selected. */
        UNKNOWN;

        private static Operator named(String word) {
            return switch (word) {
                case "In" -> IN;
                case "NotIn" -> NOT_IN;
                case "Exists" -> EXISTS;
                case "DoesNotExist" -> DOES_NOT_EXIST;
                case "Gt" -> GREATER;
                case "Lt" -> LESS;
                default -> UNKNOWN;
            };
        }
    }

    /** Returns a term as it stands in an object, its operator in the API's word such as {@code NotIn}. */
    public static LabelRequirement of(String key, String operator, Collection<String> values) {
        return new LabelRequirement(key, Operator.named(operator), Set.copyOf(values));
    }

    /** Whether the value of its label fulfils the term; null if there is no such label. */
    public boolean matches(@Nullable String value) {
        return switch (operator) {
            case IN -> value != null && values.contains(value);
            case NOT_IN -> value == null || !values.contains(value);
            case EXISTS -> value != null;
            case DOES_NOT_EXIST -> value == null;
            case GREATER -> value != null && compared(value) > 0;
            case LESS -> value != null && compared(value) < 0;
            case UNKNOWN -> false;
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
