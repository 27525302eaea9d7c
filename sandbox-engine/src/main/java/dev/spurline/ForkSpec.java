// SPDX-License-Identifier: Apache-2.0
package dev.spurline;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What to fork, and what shall differ from the baseline. Immutable; made with {@link #of(String)}.
 *
 * @since 0.1
 */
public final class ForkSpec {

    private final Workload workload;
    private final Optional<String> namespace;
    private final Optional<String> container;
    private final Optional<String> image;
    private final Map<String, String> env;
    private final Map<String, String> secretEnv;
    private final Set<String> unset;
    private final Optional<String> patch;
    private final Volumes volumes;
    private final Set<String> skipInit;

    private ForkSpec(Builder builder) {
        this.workload = builder.workload;
        this.namespace = builder.namespace;
        this.container = builder.container;
        this.image = builder.image;
        // In the order given: equal specs give equal plans, to the letter.
        this.env = Collections.unmodifiableMap(new LinkedHashMap<>(builder.env));
        this.secretEnv = Collections.unmodifiableMap(new LinkedHashMap<>(builder.secretEnv));
        this.unset = Collections.unmodifiableSet(new LinkedHashSet<>(builder.unset));
        this.patch = builder.patch;
        this.volumes = builder.volumes;
        this.skipInit = Collections.unmodifiableSet(new LinkedHashSet<>(builder.skipInit));
    }

    /**
     * Starts a description of a fork.
     *
     * @param workload {@code pricing}, {@code deployment/pricing}, {@code statefulset/pricing}, {@code rollout/pricing} or
     *     {@code cronjob/pricing}, which runs when {@link LiveSandbox#run(String)} asks for it
     * @return a builder without any override yet
     * @throws IllegalArgumentException if the text names no workload
     */
    public static Builder of(String workload) {
        return new Builder(Workload.parse(workload));
    }

    /** Returns the workload to copy. */
    public Workload workload() {
        return workload;
    }

    /** Returns the workload's namespace, or empty for that of the sandbox. */
    public Optional<String> namespace() {
        return namespace;
    }

    /** Returns the container that image and env concern, or empty for the only or default one. */
    public Optional<String> container() {
        return container;
    }

    /** Returns the image that replaces the baseline's. */
    public Optional<String> image() {
        return image;
    }

    /** Returns the environment variables to set, by name, but for {@link #secretEnv()}. */
    public Map<String, String> env() {
        return env;
    }

    /** Returns the environment variables to set whose values nobody shall read, by name. */
    public Map<String, String> secretEnv() {
        return secretEnv;
    }

    /** Returns the names of the environment variables to remove. */
    public Set<String> unset() {
        return unset;
    }

    /** Returns a patch of the pod template: YAML, merged by name, or an RFC 6902 list. */
    public Optional<String> patch() {
        return patch;
    }

    /** Returns the names of the init containers that the fork goes without. */
    public Set<String> skipInit() {
        return skipInit;
    }

    /** Returns what becomes of persistent volume claims. */
    public Volumes volumes() {
        return volumes;
    }

    @Override
    public String toString() {
        // Values of env and patch may be secrets: only names are told.
        return "Fork [%s] image %s, env %s, %sunset %s, %spatch %s"
                .formatted(
                        workload,
                        image.orElse("as baseline"),
                        env.keySet(),
                        secretEnv.isEmpty() ? "" : "secretEnv " + secretEnv.keySet() + ", ",
                        unset,
                        skipInit.isEmpty() ? "" : "skipInit " + skipInit + ", ",
                        patch.isPresent());
    }

    /** What becomes of the baseline's persistent volume claims in the fork. */
    public enum Volumes {
        /** Refuse to fork a workload that has claims. */
        REFUSE,
        /** Replace each claim with an empty directory, but for those that are only read. */
        EMPTY
    }

    /** Builds a {@link ForkSpec}. Not safe for use by several threads. */
    public static final class Builder {

        private final Workload workload;
        private final Map<String, String> env = new LinkedHashMap<>();
        private final Map<String, String> secretEnv = new LinkedHashMap<>();
        private final Set<String> unset = new LinkedHashSet<>();
        private final Set<String> skipInit = new LinkedHashSet<>();
        private Optional<String> namespace = Optional.empty();
        private Optional<String> container = Optional.empty();
        private Optional<String> image = Optional.empty();
        private Optional<String> patch = Optional.empty();
        private Volumes volumes = Volumes.REFUSE;

        private Builder(Workload workload) {
            this.workload = workload;
        }

        /** Looks for the workload in this namespace instead of the sandbox's. */
        public Builder namespace(String name) {
            this.namespace = Optional.of(name);
            return this;
        }

        /** Applies image and env to this container; needed where the template has several. */
        public Builder container(String name) {
            this.container = Optional.of(name);
            return this;
        }

        /** Runs this image instead of the baseline's. */
        public Builder image(String reference) {
            this.image = Optional.of(reference);
            return this;
        }

        /**
         * Sets an environment variable. Plans show the value, unless the name says that it is a secret, as
         * {@code DB_PASSWORD} does.
         */
        public Builder env(String name, String value) {
            this.env.put(name, value);
            return this;
        }

        /** Sets an environment variable whose value is hidden in plans, messages, log lines and attachments. */
        public Builder secretEnv(String name, String value) {
            this.secretEnv.put(name, value);
            return this;
        }

        /** Removes an environment variable. */
        public Builder unset(String name) {
            this.unset.add(name);
            return this;
        }

        /** Patches the pod template: YAML, merged by name, or an RFC 6902 list. */
        public Builder patch(String yaml) {
            this.patch = Optional.of(yaml);
            return this;
        }

        /**
         * Leaves an init container out, such as one that migrates the database which the baseline uses. A name that the
         * template has not is refused.
         */
        public Builder skipInit(String name) {
            this.skipInit.add(name);
            return this;
        }

        /** Decides what becomes of persistent volume claims. */
        public Builder volumes(Volumes choice) {
            this.volumes = choice;
            return this;
        }

        /**
         * Returns the finished description.
         *
         * @throws IllegalArgumentException if a variable is named in two of env, secretEnv and unset
         */
        public ForkSpec build() {
            Set<String> names = new HashSet<>(env.keySet());
            Stream.concat(secretEnv.keySet().stream(), unset.stream())
                    .filter(name -> !names.add(name))
                    .findFirst()
                    .ifPresent(name -> {
                        throw new IllegalArgumentException(
                                "Fork [%s] names variable [%s] twice in env, secretEnv and unset: keep one of them"
                                        .formatted(workload, name));
                    });
            return new ForkSpec(this);
        }
    }
}
