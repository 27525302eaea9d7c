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
package dev.spurline.embedded.truth;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where a cluster with a node plugs in what it can replay beyond plain exchanges: timelines and events of pods. */
interface OtherSteps {

    /**
     * Starts to observe before the first step of a scenario, so that no state is missed.
     *
     * @param scenario all its steps, with the placeholders filled
     */
    void begin(Scenario scenario, RestClient client, Names names);

    /**
     * Compares a step that is neither an exchange nor a watch.
     *
     * @param patience how long to wait for what the step tells
     * @return the differences, or nothing if the step states a fact that is not to be replayed
     */
    Optional<List<String>> compare(JsonNode step, Names names, Duration patience);

    /** Without a node, such steps are not run. */
    static OtherSteps none() {
        return new OtherSteps() {
            @Override
            public void begin(Scenario scenario, RestClient client, Names names) {
                // nothing to observe
            }

            @Override
            public Optional<List<String>> compare(JsonNode step, Names names, Duration patience) {
                return Optional.empty();
            }
        };
    }
}
