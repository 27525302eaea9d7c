// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import dev.spurline.ForkSpec;
import dev.spurline.cluster.Blueprint;
import dev.spurline.junit.internal.JUnitFloor;
import dev.spurline.junit.internal.SandboxCallbacks;
import dev.spurline.junit.internal.SandboxDefinition;
import dev.spurline.junit.internal.TimeoutDump;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.PreInterruptCallback;
import org.junit.jupiter.api.extension.PreInterruptContext;

/**
 * The programmatic form of {@link Sandbox}, as one static field of the test class.
 *
 * <pre>{@code
 * class CheckoutIT {
 *     @RegisterExtension
 *     static SandboxExtension sandbox = SandboxExtension.builder()
 *             .namespace("shop")
 *             .fork(ForkSpec.of("pricing").env("DISCOUNT", "10"))
 *             .build();
 * }
 * }</pre>
 *
 * <p>A class has either this or the annotation, and only one of it: anything else fails, naming both places.
 *
 * @since 0.1
 */
public class SandboxExtension extends SandboxCallbacks {

    /** For JUnit, which makes one for {@link Sandbox}; use {@link #builder()}. */
    SandboxExtension() {
        super(Optional.empty());
    }

    private SandboxExtension(SandboxDefinition definition) {
        super(Optional.of(definition));
    }

    /**
     * Starts an empty description.
     *
     * @throws org.junit.jupiter.api.extension.ExtensionConfigurationException below JUnit 5.12
     */
    public static Builder builder() {
        JUnitFloor.check();
        return new Builder();
    }

    /** Builds a {@link SandboxExtension}. Not safe for use by several threads. */
    public static final class Builder {

        private final List<ForkSpec> forks = new ArrayList<>();
        private final List<String> joins = new ArrayList<>();
        private Optional<String> namespace = Optional.empty();
        private Scope scope = Scope.CLASS;
        private Evidence evidence = Evidence.REQUIRED;
        private Optional<String> timeout = Optional.empty();
        private Optional<Class<? extends Blueprint>> blueprint = Optional.empty();

        private Builder() {}

        /** Names the namespace of the baseline; by default the setting {@code spurline.namespace}. */
        public Builder namespace(String name) {
            this.namespace = Optional.of(name);
            return this;
        }

        /** Adds a workload to fork; its texts may hold placeholders. */
        public Builder fork(ForkSpec fork) {
            this.forks.add(fork);
            return this;
        }

        /** Adds a workload to fork; its texts may hold placeholders. */
        public Builder fork(ForkSpec.Builder fork) {
            return fork(fork.build());
        }

        /**
         * Has requests reach the forks of living sandboxes of others, too, that have all of these labels, each as
         * {@code name=value}; they may hold placeholders.
         */
        public Builder join(String... labels) {
            this.joins.add(String.join(",", labels));
            return this;
        }

        /** Decides how long the sandbox lives; by default {@link Scope#CLASS}. */
        public Builder scope(Scope value) {
            this.scope = value;
            return this;
        }

        /** Decides what happens when no request reached a fork; by default {@link Evidence#REQUIRED}. */
        public Builder evidence(Evidence value) {
            this.evidence = value;
            return this;
        }

        /** Limits how long opening may take in all; by default the setting {@code spurline.timeout}, else two minutes. */
        public Builder timeout(Duration limit) {
            this.timeout = Optional.of(limit.toString());
            return this;
        }

        /** Describes the embedded cluster, where that is what the settings choose. */
        public Builder blueprint(Class<? extends Blueprint> type) {
            this.blueprint = Optional.of(type);
            return this;
        }

        /** Returns the finished extension, for a static field with {@code @RegisterExtension}. */
        public SandboxExtension build() {
            return new Built(new SandboxDefinition(
                    "SandboxExtension.builder()", namespace, forks, joins, scope, evidence, timeout, blueprint));
        }
    }

    /** Shows the sandbox before a timeout, as {@link Sandbox} does by an extension that cannot be loaded below JUnit 5.12. */
    private static final class Built extends SandboxExtension implements PreInterruptCallback {

        Built(SandboxDefinition definition) {
            super(definition);
        }

        @Override
        public void beforeThreadInterrupt(PreInterruptContext interrupt, ExtensionContext context) {
            TimeoutDump.of(context);
        }
    }
}
