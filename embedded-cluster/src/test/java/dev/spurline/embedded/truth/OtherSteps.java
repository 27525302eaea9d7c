// SPDX-License-Identifier: Apache-2.0
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
