// SPDX-License-Identifier: Apache-2.0
package dev.spurline.examples.shop;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.spurline.embedded.EmbeddedCluster;
import dev.spurline.junit.Fork;
import dev.spurline.junit.Routed;
import dev.spurline.junit.Sandbox;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures what a sandbox costs its test class: from the start of the class to the first response through the fork, and from
 * the end of its test to the end of the class. Not an ordinary test; docs/benchmarks.md has the command.
 */
class ShopFigures {

    private static final Logger LOG = LoggerFactory.getLogger(ShopFigures.class);

    private static final List<Class<? extends OneRequest>> MEASURED =
            List.of(First.class, Second.class, Third.class, Fourth.class, Fifth.class);

    /** When the first response arrived, in nanoseconds, by class. */
    private static final Map<Class<?>, Long> RESPONDED = new ConcurrentHashMap<>();

    @Test
    void openingAndClosing() {
        measure("young JVM");
        for (int round = 0; round < 3; round++) {
            execute();
        }
        measure("after 24 classes");
    }

    private static void measure(String jvm) {
        Stopwatch stopwatch = execute();
        // The first class starts the cluster, and may be the first of its JVM: told, but not counted.
        LOG.info("{}: class that starts the cluster: {} ms", jvm, stopwatch.opening(Warmup.class));
        report(jvm + ": class start -> first response through the fork", stopwatch::opening);
        report(jvm + ": first response -> end of the class", stopwatch::closing);
    }

    private static Stopwatch execute() {
        Stopwatch stopwatch = new Stopwatch();
        LauncherFactory.create().execute(request(), stopwatch);
        return stopwatch;
    }

    @Test
    void startingTheCluster() {
        LOG.info("first cluster of the JVM: {} ms", start());
        long[] all = IntStream.range(0, 5).mapToLong(round -> start()).sorted().toArray();
        LOG.info("cluster with five services, warm: median {} ms of {}", all[2], all);
    }

    private static long start() {
        long begin = System.nanoTime();
        try (EmbeddedCluster cluster = EmbeddedCluster.start(new ShopCluster())) {
            assertThat(cluster.namespace()).isEqualTo("shop");
            return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        }
    }

    private static LauncherDiscoveryRequest request() {
        return LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(Warmup.class))
                .selectors(
                        MEASURED.stream().map(DiscoverySelectors::selectClass).toList())
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "false")
                .build();
    }

    private static void report(String what, ToLongFunction<Class<?>> figure) {
        long[] all = MEASURED.stream().mapToLong(figure).sorted().toArray();
        LOG.info("{}: median {} ms of {}", what, all[all.length / 2], all);
    }

    /** Takes the time at the beginning and the end of each class. */
    private static final class Stopwatch implements TestExecutionListener {

        private final Map<Class<?>, Long> started = new ConcurrentHashMap<>();
        private final Map<Class<?>, Long> finished = new ConcurrentHashMap<>();

        @Override
        public void executionStarted(TestIdentifier test) {
            classOf(test).ifPresent(type -> started.put(type, System.nanoTime()));
        }

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            assertThat(result.getThrowable()).as(test.getDisplayName()).isEmpty();
            classOf(test).ifPresent(type -> finished.put(type, System.nanoTime()));
        }

        long opening(Class<?> type) {
            return millis(started, RESPONDED, type);
        }

        long closing(Class<?> type) {
            return millis(RESPONDED, finished, type);
        }

        private static long millis(Map<Class<?>, Long> from, Map<Class<?>, Long> to, Class<?> type) {
            return TimeUnit.NANOSECONDS.toMillis(requireNonNull(to.get(type)) - requireNonNull(from.get(type)));
        }

        private static Optional<Class<?>> classOf(TestIdentifier test) {
            return test.getSource()
                    .filter(ClassSource.class::isInstance)
                    .map(source -> ((ClassSource) source).getJavaClass());
        }
    }

    @Sandbox(fork = @Fork(value = "pricing", env = "DISCOUNT=10"))
    abstract static class OneRequest {

        @Test
        void measure(@Routed("storefront") RequestSpecification storefront) {
            Response response = storefront.get("/checkout/42");
            RESPONDED.put(getClass(), System.nanoTime());
            response.then().statusCode(200).body("total", equalTo(90));
        }
    }

    static class Warmup extends OneRequest {}

    static class First extends OneRequest {}

    static class Second extends OneRequest {}

    static class Third extends OneRequest {}

    static class Fourth extends OneRequest {}

    static class Fifth extends OneRequest {}
}
