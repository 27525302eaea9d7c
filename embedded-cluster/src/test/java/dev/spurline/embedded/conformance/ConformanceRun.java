// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.conformance;

import dev.spurline.embedded.internal.apiserver.ApiServer;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.platform.commons.support.AnnotationSupport;
import org.opentest4j.TestAbortedException;

/** Gives each test a namespace in the one cluster of the JVM, and counts. */
final class ConformanceRun implements BeforeEachCallback, AfterEachCallback {

    private static final Namespace STORE = Namespace.create(ConformanceRun.class);

    /** Where a test runs. */
    record Place(Api api, String namespace, boolean runsPods, Optional<ApiServer> embedded) {}

    /** The cluster, closed when all tests of the JVM have run. */
    private record Shared(TargetCluster cluster, Api api) implements AutoCloseable {

        static Shared start() {
            TargetCluster cluster = TargetCluster.start();
            return new Shared(cluster, new Api(cluster.config()));
        }

        @Override
        public void close() {
            cluster.close();
        }
    }

    private static ConformanceTestCase test(ExtensionContext context) {
        return (ConformanceTestCase) context.getRequiredTestInstance();
    }

    private static Shared shared(ExtensionContext context) {
        // Of several JVMs, Surefire lets each run class after class, all in one session.
        return context.getStore(StoreScope.LAUNCHER_SESSION, STORE)
                .getOrComputeIfAbsent(Shared.class, type -> Shared.start(), Shared.class);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        Shared shared = shared(context);
        String name = "conformance-" + UUID.randomUUID().toString().substring(0, 8);
        ConformanceTestCase test = test(context);
        test.enter(new Place(
                shared.api(),
                name,
                shared.cluster().runsPods(),
                shared.cluster().embedded()));
        AnnotationSupport.findAnnotation(context.getTestMethod(), Unverified.class)
                .or(() -> AnnotationSupport.findAnnotation(context.getTestClass(), Unverified.class))
                .ifPresent(why -> Tally.UNVERIFIED.add("%s.%s: %s"
                        .formatted(
                                context.getRequiredTestClass().getSimpleName(),
                                context.getRequiredTestMethod().getName(),
                                why.value())));
        shared.api()
                .send(
                        test.tally,
                        "POST",
                        "/api/v1/namespaces",
                        Map.of("Content-Type", "application/json"),
                        "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"%s\"}}"
                                .formatted(name));
    }

    @Override
    public void afterEach(ExtensionContext context) {
        ConformanceTestCase test = test(context);
        shared(context).api().send(test.tally, "DELETE", "/api/v1/namespaces/" + test.ns(), Map.of(), "");
        Throwable thrown = context.getExecutionException().orElse(null);
        if (thrown instanceof TestAbortedException) {
            Tally.NOT_RUN.incrementAndGet();
        } else if (thrown != null) {
            Tally.FAILED.incrementAndGet();
        }
        test.tally.finish();
    }
}
