// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * A run of fixtures by JUnit's launcher, as build tools run them: with its listeners, which know the plan.
 *
 * @param failures what classes and tests failed with, by the last part of their unique ids
 * @param passed how many tests passed
 */
record LauncherRun(Map<String, String> failures, long passed) {

    /** Runs classes in the order of their names. */
    static LauncherRun of(Map<String, String> parameters, Class<?>... types) {
        return select(
                parameters, Stream.of(types).map(type -> selectClass(type)).toArray(DiscoverySelector[]::new));
    }

    /** Runs what is selected, classes in the order of their names. */
    static LauncherRun select(Map<String, String> parameters, DiscoverySelector... selectors) {
        Recorder recorder = new Recorder();
        try (LauncherSession session = LauncherFactory.openSession()) {
            session.getLauncher()
                    .execute(
                            LauncherDiscoveryRequestBuilder.request()
                                    .selectors(selectors)
                                    .configurationParameter(
                                            "junit.jupiter.testclass.order.default",
                                            "org.junit.jupiter.api.ClassOrderer$ClassName")
                                    .configurationParameters(parameters)
                                    // What is left is what the class leaves that has this run: sandboxes outlive theirs
                                    // here.
                                    .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "false")
                                    .build(),
                            recorder);
        }
        return new LauncherRun(recorder.failures, recorder.passed.size());
    }

    private static final class Recorder implements TestExecutionListener {

        private final Map<String, String> failures = Collections.synchronizedMap(new LinkedHashMap<>());
        private final List<String> passed = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (test.isTest() && result.getStatus() == Status.SUCCESSFUL) {
                passed.add(test.getUniqueId());
            }
            result.getThrowable()
                    .ifPresent(failure -> failures.put(
                            test.getUniqueId().replaceAll(".*[$:](.*)\\]", "$1"), TestRun.message(failure)));
        }
    }
}
