// SPDX-License-Identifier: Apache-2.0
package dev.spurline.residue;

import java.time.Duration;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Store;

/**
 * Fails a test class, or a whole run, that leaves something of Spurline in its JVM. JUnit finds it by itself in all builds
 * of this repository ({@code META-INF/services}), before any other extension, so that it looks after all of them.
 *
 * <p>Where sandboxes share an engine and a cluster that belong to the run, as all do that name the same blueprint, a class
 * answers for its tunnels and the run for the rest; the parameter {@code residue.holder=run} says so for all classes, and the
 * name of a package for those in it.
 */
public final class ResidueCheck implements BeforeAllCallback {

    /** What is closed ends in a moment, on a busy machine too. */
    private static final Duration GRACE = Duration.ofSeconds(60);

    /** For {@link java.util.ServiceLoader}. */
    public ResidueCheck() {}

    @Override
    public void beforeAll(ExtensionContext context) {
        if (!SessionStore.isTopLevel(context)) {
            return;
        }
        String holder = context.getConfigurationParameter("residue.holder").orElse("");
        Duration grace = context.getConfigurationParameter("residue.grace", Integer::valueOf)
                .map(Duration::ofMillis)
                .orElse(GRACE);
        // What is put in first is closed last.
        ResidueComparison rounds = SessionStore.of(context)
                .getOrComputeIfAbsent(Run.class, key -> new Run(new ResidueComparison(grace)), Run.class)
                .rounds();
        String name = context.getRequiredTestClass().getName();
        rounds.begin(name, holder.equals("run") || (!holder.isEmpty() && name.startsWith(holder + ".")));
        SessionStore.ofClass(context).put(Round.class, new Round(rounds));
    }

    /** Up to JUnit 5.12 a store closes the one kind, from 6 on the other. */
    @SuppressWarnings("deprecation") // the newer way is not there in JUnit 5.12
    private record Round(ResidueComparison rounds) implements Store.CloseableResource, AutoCloseable {

        @Override
        public void close() {
            rounds.end();
        }
    }

    @SuppressWarnings("deprecation") // the newer way is not there in JUnit 5.12
    private record Run(ResidueComparison rounds) implements Store.CloseableResource, AutoCloseable {

        @Override
        public void close() {
            rounds.close();
        }
    }
}
