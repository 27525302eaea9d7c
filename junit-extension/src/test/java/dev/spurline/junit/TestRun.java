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
package dev.spurline.junit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** A run of fixtures by JUnit's test kit, and what came out. */
record TestRun(EngineExecutionResults results) {

    static TestRun of(Class<?>... types) {
        return with(Map.of(), types);
    }

    static TestRun with(Map<String, String> parameters, Class<?>... types) {
        DiscoverySelector[] selectors =
                Arrays.stream(types).map(type -> selectClass(type)).toArray(DiscoverySelector[]::new);
        return with(parameters, selectors);
    }

    static TestRun with(Map<String, String> parameters, DiscoverySelector... selectors) {
        return new TestRun(EngineTestKit.engine("junit-jupiter")
                .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "false")
                .configurationParameters(parameters)
                .selectors(selectors)
                .execute());
    }

    /** Returns what tests and classes failed or aborted with, in order. */
    List<Throwable> failures() {
        return results.allEvents().finished().stream()
                .flatMap(event -> failure(event).stream())
                .toList();
    }

    List<String> messages() {
        return failures().stream().map(TestRun::message).toList();
    }

    /** Of a parameter that could not be resolved, JUnit's own words say only which. */
    private static String message(Throwable failure) {
        Throwable told = failure instanceof ParameterResolutionException && failure.getCause() != null
                ? failure.getCause()
                : failure;
        return String.valueOf(told.getMessage());
    }

    long passed() {
        return results.testEvents().succeeded().count();
    }

    private static Optional<Throwable> failure(Event event) {
        return event.getPayload(TestExecutionResult.class).flatMap(TestExecutionResult::getThrowable);
    }
}
