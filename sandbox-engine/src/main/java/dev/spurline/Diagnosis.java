// SPDX-License-Identifier: Apache-2.0
package dev.spurline;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What helps to understand a failure.
 *
 * @param summary a few lines for a person who has nothing else
 * @param files further texts by file name, such as {@code plan.yaml} or {@code pricing.log}
 * @since 0.1
 */
public record Diagnosis(String summary, Map<String, String> files) {

    /** Copies the map and keeps its order. */
    public Diagnosis {
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    }
}
