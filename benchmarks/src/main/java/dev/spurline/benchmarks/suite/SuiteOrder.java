// SPDX-License-Identifier: Apache-2.0
package dev.spurline.benchmarks.suite;

import dev.spurline.reliability.jvm.ChildJvm;
import java.util.List;
import java.util.Map;

/**
 * What a JVM is to run in one go of JUnit's launcher.
 *
 * @param classes the names of test classes, in their order
 * @param parameters configuration parameters of JUnit
 * @param pause milliseconds that each test takes besides its request
 */
public record SuiteOrder(List<String> classes, Map<String, String> parameters, long pause) {

    /** Copies the collections. */
    public SuiteOrder {
        classes = List.copyOf(classes);
        parameters = Map.copyOf(parameters);
    }

    /** Returns an order of tests that send a request each, and nothing else. */
    public static SuiteOrder of(List<Class<?>> classes, Map<String, String> parameters) {
        return new SuiteOrder(classes.stream().map(Class::getName).toList(), parameters, 0);
    }

    /** Has a JVM run it, and returns what that says. */
    public SuiteTimes on(ChildJvm jvm) {
        jvm.say(SuiteLine.write(this));
        return SuiteTimes.of(jvm);
    }
}
