// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.survey;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * One immutable reading of everything that a plan depends on: the objects of all namespaces that were read, each under
 * its own {@code metadata.namespace}. The objects are fabric8's and therefore mutable; nobody changes them.
 */
public final class Survey {

    private final String namespace;
    private final Set<String> read;
    private final ServiceMesh mesh;
    private final List<HasMetadata> objects;
    private final Map<CustomKind, String> served;
    private final List<Unread> unread;
    private final List<IstioDefaults> istio;
    private final boolean sandboxes;
    private final Map<Class<?>, List<?>> typed = new ConcurrentHashMap<>();
    private final Map<CustomKind, List<GenericKubernetesResource>> custom = new ConcurrentHashMap<>();
    private final Map<Class<?>, Object> derived = new ConcurrentHashMap<>();

    private Survey(Builder builder) {
        this.namespace = builder.namespace;
        this.read = Collections.unmodifiableSet(new LinkedHashSet<>(builder.read));
        this.mesh = builder.mesh;
        this.objects = List.copyOf(builder.objects);
        this.served = Map.copyOf(builder.served);
        this.unread = List.copyOf(builder.unread);
        this.istio = List.copyOf(builder.istio);
        this.sandboxes = builder.sandboxes;
    }

    /** Starts an empty survey of a sandbox's namespace. */
    public static Builder of(String namespace) {
        return new Builder(namespace);
    }

    /** Returns the namespace of the sandbox, in which forks live that name no other. */
    public String namespace() {
        return namespace;
    }

    /** Returns the namespaces that were read: the sandbox's first, then those of forks that name another. */
    public Set<String> read() {
        return read;
    }

    public ServiceMesh mesh() {
        return mesh;
    }

    /** Returns whether what belongs to one sandbox alone was read, too. */
    public boolean sandboxes() {
        return sandboxes;
    }

    /** Returns whether another survey has the same objects, those of one version being the same instance in both. */
    public boolean sameAs(Survey other) {
        return namespace.equals(other.namespace)
                && List.copyOf(read).equals(List.copyOf(other.read))
                && mesh == other.mesh
                && sandboxes == other.sandboxes
                && served.equals(other.served)
                && unread.equals(other.unread)
                && istio.equals(other.istio)
                && objects.size() == other.objects.size()
                && IntStream.range(0, objects.size()).allMatch(at -> objects.get(at) == other.objects.get(at));
    }

    public List<Namespace> namespaces() {
        return all(Namespace.class);
    }

    public List<Deployment> deployments() {
        return all(Deployment.class);
    }

    public List<StatefulSet> statefulSets() {
        return all(StatefulSet.class);
    }

    public List<DaemonSet> daemonSets() {
        return all(DaemonSet.class);
    }

    public List<ReplicaSet> replicaSets() {
        return all(ReplicaSet.class);
    }

    public List<CronJob> cronJobs() {
        return all(CronJob.class);
    }

    public List<Job> jobs() {
        return all(Job.class);
    }

    /** Returns the ConfigMaps that workloads to be forked name, and no others. */
    public List<ConfigMap> configMaps() {
        return all(ConfigMap.class);
    }

    public List<Service> services() {
        return all(Service.class);
    }

    public List<Pod> pods() {
        return all(Pod.class);
    }

    public List<PodDisruptionBudget> podDisruptionBudgets() {
        return all(PodDisruptionBudget.class);
    }

    public List<NetworkPolicy> networkPolicies() {
        return all(NetworkPolicy.class);
    }

    /** Returns the objects of a custom kind, from all namespaces read. */
    public List<GenericKubernetesResource> all(CustomKind kind) {
        return custom.computeIfAbsent(
                kind,
                wanted -> all(GenericKubernetesResource.class).stream()
                        .filter(wanted::holds)
                        .toList());
    }

    /**
     * Returns a value that is computed of this survey, such as an index: once, however often it is asked for.
     *
     * @param type the value's class, one value each
     * @param compute computes it, and may look at this survey
     */
    public <T> T derived(Class<T> type, Function<Survey, T> compute) {
        Object known = derived.get(type);
        if (known == null) {
            // Not computeIfAbsent, which must not be called again while it computes.
            Object computed = compute.apply(this);
            known = Objects.requireNonNullElse(derived.putIfAbsent(type, computed), computed);
        }
        return type.cast(known);
    }

    /** Returns the version in which a custom kind is served, the best of those the planner understands. */
    public Optional<String> served(CustomKind kind) {
        return Optional.ofNullable(served.get(kind));
    }

    /** Returns what Istio's control planes take for granted, one for each revision that proxies of the pods belong to. */
    public List<IstioDefaults> istio() {
        return istio;
    }

    /** Returns what could not be read. */
    public List<Unread> unread() {
        return unread;
    }

    /** Returns what kept a kind from being read in a namespace, if it was not. */
    public Optional<Unread> unread(CustomKind kind, String namespace) {
        return unread.stream()
                .filter(missing -> missing.kind().equals(kind.kind()))
                .filter(missing -> missing.elsewhere()
                        ? !read().contains(namespace)
                        : missing.namespace().equals(namespace)
                                || missing.namespace().equals("*"))
                .findFirst();
    }

    /** Returns whether objects of a kind could not be read in namespaces beside those that are surveyed. */
    public boolean unreadElsewhere(CustomKind kind) {
        return unread.stream()
                .anyMatch(missing -> missing.elsewhere() && missing.kind().equals(kind.kind()));
    }

    /** Returns this survey as if some mesh had been found. */
    public Survey with(ServiceMesh decided) {
        return plus(List.of(), List.of(), decided);
    }

    /**
     * Returns this survey with other objects in place of some: what was read of them later.
     *
     * @param replaced tells which objects
     * @param fresh what is there now of these
     */
    public Survey with(Predicate<HasMetadata> replaced, Collection<? extends HasMetadata> fresh) {
        Builder later =
                new Builder(namespace).read(read).mesh(mesh).istio(istio).sandboxes(sandboxes);
        later.add(objects.stream().filter(replaced.negate()).toList());
        later.add(fresh);
        served.forEach(later::serves);
        unread.forEach(later::unread);
        return later.build();
    }

    /**
     * Returns this survey with what was read besides.
     *
     * @param more objects of kinds that it has not
     * @param missing what could not be read of them
     */
    public Survey plus(Collection<? extends HasMetadata> more, Collection<Unread> missing) {
        return plus(more, missing, mesh);
    }

    private Survey plus(Collection<? extends HasMetadata> more, Collection<Unread> missing, ServiceMesh decided) {
        Builder all = new Builder(namespace)
                .read(read)
                .mesh(decided)
                .istio(istio)
                .sandboxes(sandboxes)
                .add(objects)
                .add(more);
        served.forEach(all::serves);
        unread.forEach(all::unread);
        missing.forEach(all::unread);
        return all.build();
    }

    /** Returns the objects of a built-in kind. */
    @SuppressWarnings("unchecked")
    public <T extends HasMetadata> List<T> all(Class<T> type) {
        return (List<T>) typed.computeIfAbsent(
                type, wanted -> objects.stream().filter(wanted::isInstance).toList());
    }

    /**
     * A kind that could not be read.
     *
     * @param kind the kind, such as {@code NetworkPolicy}
     * @param namespace where, {@code *} for all namespaces, or empty for all but those that are surveyed
     * @param reason why, such as {@code 403 Forbidden}
     */
    public record Unread(String kind, String namespace, String reason) {

        /** Tells of all namespaces but those that are surveyed. */
        public static Unread elsewhere(String kind, String reason) {
            return new Unread(kind, "", reason);
        }

        /** The reason if there is no right to read it, which the pages call optional. */
        public static final String NOT_GRANTED = "no permission to list it";

        /** Returns whether an optional right is missing; anything else is a fault of the cluster. */
        public boolean notGranted() {
            return reason.equals(NOT_GRANTED);
        }

        /** Returns a sentence for the plan. */
        public String sentence() {
            return elsewhere()
                    ? "%s in other namespaces cannot be read (%s): the plan does not regard one that concerns these Services"
                            .formatted(kind, reason)
                    : "%s in namespace [%s] cannot be read (%s): the plan does not regard it"
                            .formatted(kind, namespace, reason);
        }

        /** Returns whether this is about all namespaces but those that are surveyed. */
        public boolean elsewhere() {
            return namespace.isEmpty();
        }
    }

    /** Builds a {@link Survey}. Not safe for use by several threads. */
    public static final class Builder {

        private final String namespace;
        private final Set<String> read = new LinkedHashSet<>();
        private final List<HasMetadata> objects = new ArrayList<>();
        private final Map<CustomKind, String> served = new EnumMap<>(CustomKind.class);
        private final List<Unread> unread = new ArrayList<>();
        private final List<IstioDefaults> istio = new ArrayList<>();
        private ServiceMesh mesh = ServiceMesh.NONE;
        private boolean sandboxes = true;

        private Builder(String namespace) {
            this.namespace = namespace;
            this.read.add(namespace);
        }

        /** Says which namespaces were read beside the sandbox's. */
        public Builder read(Collection<String> others) {
            this.read.addAll(others);
            return this;
        }

        /** Says which mesh was found. */
        public Builder mesh(ServiceMesh found) {
            this.mesh = found;
            return this;
        }

        /** Says whether what belongs to one sandbox alone was read, too; it was unless this is said. */
        public Builder sandboxes(boolean too) {
            this.sandboxes = too;
            return this;
        }

        /** Says what Istio's control planes take for granted. */
        public Builder istio(Collection<IstioDefaults> found) {
            this.istio.addAll(found);
            return this;
        }

        /** Adds objects as they were listed: built-in kinds typed, custom kinds as {@link GenericKubernetesResource}. */
        public Builder add(Collection<? extends HasMetadata> listed) {
            this.objects.addAll(listed);
            return this;
        }

        /** Says that a custom kind is served, and in which version. */
        public Builder serves(CustomKind kind, String version) {
            this.served.put(kind, version);
            return this;
        }

        /** Says that something could not be read. */
        public Builder unread(Unread missing) {
            this.unread.add(missing);
            return this;
        }

        /** Returns the finished survey. */
        public Survey build() {
            return new Survey(this);
        }
    }
}
