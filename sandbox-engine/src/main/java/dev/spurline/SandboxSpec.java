// SPDX-License-Identifier: Apache-2.0
package dev.spurline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a sandbox shall be: the forks, where, for whom, and how long its opening may take. Immutable.
 *
 * @since 0.1
 */
public final class SandboxSpec {

    private final Optional<String> namespace;
    private final List<ForkSpec> forks;
    private final List<Map<String, String>> joins;
    private final Optional<RoutingKey> key;
    private final String owner;
    private final Optional<Duration> timeout;

    private SandboxSpec(Builder builder) {
        this.namespace = builder.namespace;
        this.forks = List.copyOf(builder.forks);
        this.joins = List.copyOf(builder.joins);
        this.key = builder.key;
        this.owner = builder.owner;
        this.timeout = builder.timeout;
    }

    /** Starts an empty description. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the namespace of the baseline, or empty for the setting {@code spurline.namespace}. */
    public Optional<String> namespace() {
        return namespace;
    }

    /** Returns the forks, in the order given. */
    public List<ForkSpec> forks() {
        return forks;
    }

    /**
     * Returns the labels of sandboxes of others whose forks are reached with this one's key, too; of each entry a sandbox has
     * all.
     */
    public List<Map<String, String>> joins() {
        return joins;
    }

    /** Returns the key to use; empty draws a new one. */
    public Optional<RoutingKey> key() {
        return key;
    }

    /** Returns for whom the sandbox is, such as the name of a test class; people read it in the cluster. */
    public String owner() {
        return owner;
    }

    /** Returns how long opening may take in all, or empty for the setting {@code spurline.timeout} or its default. */
    public Optional<Duration> timeout() {
        return timeout;
    }

    /** Builds a {@link SandboxSpec}. Not safe for use by several threads. */
    public static final class Builder {

        private final List<ForkSpec> forks = new ArrayList<>();
        private final List<Map<String, String>> joins = new ArrayList<>();
        private Optional<String> namespace = Optional.empty();
        private Optional<RoutingKey> key = Optional.empty();
        private String owner = "unnamed";
        private Optional<Duration> timeout = Optional.empty();

        private Builder() {}

        /** Names the namespace of the baseline. */
        public Builder namespace(String name) {
            this.namespace = Optional.of(name);
            return this;
        }

        /** Adds a fork. */
        public Builder fork(ForkSpec fork) {
            this.forks.add(fork);
            return this;
        }

        /** Adds a fork. */
        public Builder fork(ForkSpec.Builder fork) {
            return fork(fork.build());
        }

        /**
         * Has requests reach the forks of living sandboxes, too, that others have opened with {@code spurline.sandbox-labels}.
         *
         * @param labels what such a sandbox has, all of it; at least one
         */
        public Builder join(Map<String, String> labels) {
            this.joins.add(Collections.unmodifiableMap(new LinkedHashMap<>(labels)));
            return this;
        }

        /** Uses this key instead of a new one. */
        public Builder key(RoutingKey value) {
            this.key = Optional.of(value);
            return this;
        }

        /** Says for whom the sandbox is. */
        public Builder owner(String name) {
            this.owner = name;
            return this;
        }

        /** Limits how long opening may take in all. */
        public Builder timeout(Duration limit) {
            this.timeout = Optional.of(limit);
            return this;
        }

        /**
         * Returns the finished description.
         *
         * @throws IllegalArgumentException if there is neither a fork nor a join, one workload is forked twice, a join has no
         *     label, or the timeout is not positive
         */
        public SandboxSpec build() {
            if (forks.isEmpty() && joins.isEmpty()) {
                throw new IllegalArgumentException("A sandbox needs at least one fork");
            }
            if (joins.stream().anyMatch(Map::isEmpty)) {
                throw new IllegalArgumentException(
                        "A join names no label: say which sandboxes are meant, as by the label [pr=42]");
            }
            timeout.filter(limit -> limit.isNegative() || limit.isZero()).ifPresent(limit -> {
                throw new IllegalArgumentException("Timeout [%s] is not positive".formatted(limit));
            });
            refuseTwins();
            return new SandboxSpec(this);
        }

        private void refuseTwins() {
            for (int i = 0; i < forks.size(); i++) {
                for (int j = 0; j < i; j++) {
                    ForkSpec one = forks.get(j);
                    ForkSpec other = forks.get(i);
                    if (one.workload().equals(other.workload())
                            && one.namespace()
                                    .or(() -> namespace)
                                    .equals(other.namespace().or(() -> namespace))) {
                        throw new IllegalArgumentException(
                                "Workload [%s] is forked twice in one sandbox: put all overrides into one fork"
                                        .formatted(one.workload()));
                    }
                }
            }
        }
    }
}
