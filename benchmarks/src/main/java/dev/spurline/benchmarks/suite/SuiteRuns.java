// SPDX-License-Identifier: Apache-2.0
package dev.spurline.benchmarks.suite;

import dev.spurline.reliability.jvm.ChildJvm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/** Runs suites in JVMs that are new each time. Each test sends a request, and takes some more time without the processor. */
final class SuiteRuns {

    private static final long PAUSE = 50;

    private final Path directory;
    private final Map<String, String> parameters;
    private final String entry;

    /**
     * Prepares.
     *
     * @param directory for logs
     * @param parameters those of JUnit with which tests use the shop's cluster
     * @param entry where its storefront is entered
     */
    SuiteRuns(Path directory, Map<String, String> parameters, String entry) {
        this.directory = directory;
        this.parameters = parameters;
        this.entry = entry;
    }

    /**
     * What a run took.
     *
     * @param wall milliseconds until the last JVM was ready
     * @param sandboxes how many different ones were opened; one of a run that is opened again is the same
     */
    record SuiteRun(double wall, int sandboxes) {}

    /** Runs test classes without sandboxes. */
    SuiteRun plain(int classes, int jvms) {
        Map<String, String> plain = Map.of(
                SuiteOrder.PLAIN_TESTS, String.valueOf((classes + jvms - 1) / jvms), SuiteOrder.PLAIN_ENTRY, entry);
        SuiteOrder order = new SuiteOrder(List.of(PlainRequests.class.getName()), plain, PAUSE);
        return run(IntStream.range(0, jvms).mapToObj(jvm -> order).toList());
    }

    /** Runs the classes of the shop, each JVM its share of them. */
    SuiteRun sandboxes(int classes, int jvms, String scope) {
        Map<String, String> with = new HashMap<>(parameters);
        with.put("spurline.scope", scope);
        if (jvms > 1 && scope.equals("run")) {
            with.put("spurline.run", UUID.randomUUID().toString());
            // The embedded mesh's metrics do not tell the requests of one JVM from those of another.
            with.put("spurline.evidence", "warn");
        }
        List<Class<?>> all = PricingClasses.all().subList(0, classes);
        return run(IntStream.range(0, jvms)
                .mapToObj(jvm -> new SuiteOrder(
                        IntStream.range(0, classes)
                                .filter(number -> number % jvms == jvm)
                                .mapToObj(number -> all.get(number).getName())
                                .toList(),
                        with,
                        PAUSE))
                .toList());
    }

    private SuiteRun run(List<SuiteOrder> orders) {
        List<ChildJvm> jvms = new ArrayList<>();
        try {
            orders.forEach(order -> jvms.add(SuiteChild.start(directory)));
            List<SuiteTimes> times = SuiteOrder.onEach(jvms, orders);
            Set<String> keys = new HashSet<>();
            times.forEach(each -> keys.addAll(each.keys()));
            return new SuiteRun(
                    times.stream().mapToDouble(SuiteTimes::wall).max().orElseThrow(), keys.size());
        } finally {
            jvms.forEach(ChildJvm::close);
        }
    }
}
