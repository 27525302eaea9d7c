// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;

/** Equality of JSON values by meaning: 1 and 1.0 are the same number, the order of fields does not matter. */
public final class SameJson {

    private static final Comparator<JsonNode> BY_MEANING = (left, right) -> {
        if (left.isNumber() && right.isNumber()) {
            return left.decimalValue().compareTo(right.decimalValue());
        }
        return left.equals(right) ? 0 : 1;
    };

    private SameJson() {}

    public static boolean same(JsonNode left, JsonNode right) {
        return left.equals(BY_MEANING, right);
    }
}
