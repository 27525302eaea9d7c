// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import java.util.Map;
import java.util.OptionalInt;

/** The headers of a sandbox with the default format, as its engine would give them. */
final class CarriedHeaders {

    static final String KEY = "k7f3q5tbma";

    /** What the first test's requests have. */
    static final String MEMBERS = "spurline=" + KEY + ",spurline-test=kengine234.000001";

    private CarriedHeaders() {}

    static Map<String, String> of(OptionalInt test) {
        String number = test.isPresent() ? ",spurline-test=kengine234.%06d".formatted(test.getAsInt()) : "";
        return Map.of("baggage", "spurline=" + KEY + number, "x-spurline-key", KEY);
    }
}
