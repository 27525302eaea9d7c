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
