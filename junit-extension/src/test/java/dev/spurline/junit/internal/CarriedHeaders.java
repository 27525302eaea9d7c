/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
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
