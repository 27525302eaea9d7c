// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.watch;

import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.survey.Survey;
import dev.spurline.internal.work.EngineThreads;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What the surveys of one engine need not list again: policies, what else selects pods, and the pods of callers in namespaces of
 * which nothing else is read. A watch goes on where the first survey's list ended; each later survey takes what it shows.
 */
public final class PolicyWatches implements AutoCloseable {

    /** Nothing is derived from them while a sandbox lives, so they are opened again more seldom than those of routes. */
    private static final Duration LENGTH = Duration.ofMinutes(5);

    /** API servers send a bookmark about every minute; a watch that is silent for longer may be cut without anybody's notice. */
    private static final Duration TRUSTED = Duration.ofSeconds(90);

    /** Kubernetes' own kinds that decide about pods. */
    private static final List<Class<? extends HasMetadata>> POLICIES =
            List.of(NetworkPolicy.class, PodDisruptionBudget.class);

    /** All of Kubernetes' own kinds that are watched: those that own pods as well, whose status changes with each pod's. */
    private static final List<Class<? extends HasMetadata>> BUILT_IN = Stream.concat(
                    POLICIES.stream(), Stream.of(ReplicaSet.class, DaemonSet.class))
            .toList();

    /** Those of them of which each sandbox has one that concerns nobody else. */
    private static final List<Class<? extends HasMetadata>> OF_OTHERS = List.of(ReplicaSet.class);

    private final KubernetesClient client;
    private final EngineThreads workers;
    private final Duration trusted;
    private final Map<WatchTarget<?>, WatchedObjects<?>> watches = new ConcurrentHashMap<>();

    /**
     * Prepares; no watch is opened before {@link #begin}.
     *
     * @param client reaches the cluster
     * @param workers run what the watches call for
     */
    public PolicyWatches(KubernetesClient client, EngineThreads workers) {
        this(client, workers, TRUSTED);
    }

    PolicyWatches(KubernetesClient client, EngineThreads workers, Duration trusted) {
        this.client = client;
        this.workers = workers;
        this.trusted = trusted;
    }

    /**
     * Returns what is there, if a watch is known to show it.
     *
     * @param kind a kind that decides about pods
     * @param version the version in which it is served
     * @param namespace where, or empty for everywhere
     */
    public Optional<Collection<GenericKubernetesResource>> current(CustomKind kind, String version, String namespace) {
        return current(target(kind, version, namespace));
    }

    /** Returns what is there of a built-in kind in a namespace, if a watch is known to show it. */
    public <T extends HasMetadata> Optional<Collection<T>> current(Class<T> type, String namespace) {
        return current(target(type, namespace));
    }

    @SuppressWarnings("unchecked") // What watches a target has objects of its type.
    private <T extends HasMetadata> Optional<Collection<T>> current(WatchTarget<T> target) {
        return Optional.ofNullable((WatchedObjects<T>) watches.get(target))
                .filter(watched -> trusted(watched.freshness()))
                .map(WatchedObjects::all);
    }

    private boolean trusted(ViewFreshness freshness) {
        return freshness.current() && System.nanoTime() - freshness.proven() < trusted.toNanos();
    }

    /**
     * Begins to watch where a list ended, unless that is done already; does not wait.
     *
     * @param listing what was there
     * @param asked the {@link System#nanoTime()} before the list was asked for
     */
    public void begin(
            CustomKind kind, String version, String namespace, GenericKubernetesResourceList listing, long asked) {
        begin(target(kind, version, namespace), listing, asked);
    }

    /** Begins to watch a built-in kind in a namespace, in the same way. */
    public <T extends HasMetadata> void begin(
            Class<T> type, String namespace, KubernetesResourceList<T> listing, long asked) {
        begin(target(type, namespace), listing, asked);
    }

    private <T extends HasMetadata> void begin(WatchTarget<T> target, KubernetesResourceList<T> listing, long asked) {
        watches.computeIfAbsent(
                target,
                absent -> new WatchedObjects<>(client, workers, LENGTH, target)
                        .start(
                                new ListedObjects<>(
                                        listing.getMetadata().getResourceVersion(),
                                        target.selector().isEmpty() ? listing.getItems() : ofOthers(listing)),
                                asked));
    }

    /** Returns whether a built-in kind says something of pods and changes so seldom that it is taken from a watch. */
    public static boolean isWatched(Class<? extends HasMetadata> type) {
        return BUILT_IN.contains(type);
    }

    /** Returns whether only those objects of a built-in kind are watched that do not belong to one sandbox alone. */
    public static boolean ofOthersAlone(Class<? extends HasMetadata> type) {
        return OF_OTHERS.contains(type);
    }

    /** Returns the label selector by which a built-in kind is watched; empty for all. */
    public static String selector(Class<? extends HasMetadata> type) {
        return ofOthersAlone(type) ? SpurlineLabels.OF_NO_SANDBOX : "";
    }

    private static <T extends HasMetadata> List<T> ofOthers(KubernetesResourceList<T> listing) {
        return listing.getItems().stream()
                .filter(object -> !SpurlineLabels.ofOneSandbox(object))
                .toList();
    }

    private static <T extends HasMetadata> WatchTarget<T> target(Class<T> type, String namespace) {
        return WatchTarget.of(type, namespace, selector(type));
    }

    private static WatchTarget<GenericKubernetesResource> target(CustomKind kind, String version, String namespace) {
        return WatchTarget.of(kind, version, Optional.of(namespace).filter(name -> !name.isEmpty()));
    }

    /**
     * Returns a survey with the policies that are there now instead of those it has read; the same if none of others has
     * changed. What a watch told only after the survey was made is noticed by this.
     */
    public Survey in(Survey survey) {
        List<LaterObjects> changed = Stream.concat(
                        Arrays.stream(CustomKind.values())
                                .filter(CustomKind::policyOrSelector)
                                .flatMap(kind -> later(kind, survey).stream()),
                        POLICIES.stream().flatMap(type -> later(type, survey).stream()))
                .filter(LaterObjects::differ)
                .toList();
        return changed.isEmpty()
                ? survey
                : survey.with(
                        object ->
                                changed.stream().anyMatch(later -> later.kind().test(object)),
                        changed.stream().flatMap(later -> later.now().stream()).toList());
    }

    private Optional<LaterObjects> later(CustomKind kind, Survey survey) {
        return survey.served(kind)
                .flatMap(version -> current(kind, version, "")
                        .or(() -> everywhere(survey, namespace -> current(kind, version, namespace))))
                .map(now -> new LaterObjects(kind::holds, survey.all(kind), now));
    }

    private <T extends HasMetadata> Optional<LaterObjects> later(Class<T> type, Survey survey) {
        return everywhere(survey, namespace -> current(type, namespace))
                .map(now -> new LaterObjects(type::isInstance, survey.all(type), now));
    }

    /** Returns what is there in all namespaces of a survey; empty if that is not known of one. */
    private static <T> Optional<Collection<T>> everywhere(
            Survey survey, Function<String, Optional<Collection<T>>> current) {
        List<Collection<T>> known = survey.read().stream()
                .flatMap(name -> current.apply(name).stream())
                .toList();
        return known.size() == survey.read().size()
                ? Optional.of(known.stream().flatMap(Collection::stream).toList())
                : Optional.empty();
    }

    /** The objects of a kind, as a survey has them and as they are now. */
    private record LaterObjects(
            Predicate<HasMetadata> kind,
            Collection<? extends HasMetadata> read,
            Collection<? extends HasMetadata> now) {

        boolean differ() {
            return !ForeignVersions.of(now.stream()).equals(ForeignVersions.of(read.stream()));
        }
    }

    @Override
    public void close() {
        watches.values().forEach(WatchedObjects::close);
        watches.clear();
    }
}
