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

    /** The parameter that says how many tests {@link PlainRequests} has. */
    static final String PLAIN_TESTS = "benchmarks.tests";

    /** The parameter that says where those send their requests. */
    static final String PLAIN_ENTRY = "benchmarks.entry";

    /** Returns an order of tests that send a request each, and nothing else. */
    public static SuiteOrder of(List<Class<?>> classes, Map<String, String> parameters) {
        return new SuiteOrder(classes.stream().map(Class::getName).toList(), parameters, 0);
    }

    /** Has a JVM run it, and returns what that says. */
    public SuiteTimes on(ChildJvm jvm) {
        return onEach(List.of(jvm), List.of(this)).get(0);
    }

    /** Has JVMs run an order each, at once. */
    static List<SuiteTimes> onEach(List<ChildJvm> jvms, List<SuiteOrder> orders) {
        for (int jvm = 0; jvm < jvms.size(); jvm++) {
            jvms.get(jvm).say(SuiteLine.write(orders.get(jvm)));
        }
        return jvms.stream().map(SuiteTimes::of).toList();
    }
}
