// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.watch;

import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.Survey;
import dev.spurline.internal.work.EngineThreads;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the surveys of one engine need not list again: policies, and what else selects pods. A watch goes on where the first
 * survey's list ended; each later survey takes what it shows.
 */
public final class PolicyWatches implements AutoCloseable {

    /** Nothing is derived from them while a sandbox lives, so they are opened again more seldom than those of routes. */
    private static final Duration LENGTH = Duration.ofMinutes(5);

    /** API servers send a bookmark about every minute; a watch that is silent for longer may be cut without anybody's notice. */
    private static final Duration TRUSTED = Duration.ofSeconds(90);

    private final KubernetesClient client;
    private final EngineThreads workers;
    private final Duration trusted;
    private final Map<WatchTarget<GenericKubernetesResource>, WatchedObjects<GenericKubernetesResource>> watches =
            new ConcurrentHashMap<>();

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
        return Optional.ofNullable(watches.get(target(kind, version, namespace)))
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
        watches.computeIfAbsent(
                target(kind, version, namespace),
                target -> new WatchedObjects<>(client, workers, LENGTH, target)
                        .start(
                                new ListedObjects<>(listing.getMetadata().getResourceVersion(), listing.getItems()),
                                asked));
    }

    private static WatchTarget<GenericKubernetesResource> target(CustomKind kind, String version, String namespace) {
        return WatchTarget.of(kind, version, Optional.of(namespace).filter(name -> !name.isEmpty()));
    }

    /**
     * Returns a survey with what is there now instead of what it has read; the same if nothing of others has changed. What a
     * watch told only after the survey was made is noticed by this.
     */
    public Survey in(Survey survey) {
        Set<CustomKind> changed = EnumSet.noneOf(CustomKind.class);
        List<HasMetadata> fresh = new ArrayList<>(survey.services());
        Arrays.stream(CustomKind.values())
                .filter(CustomKind::policyOrSelector)
                .forEach(kind -> now(kind, survey)
                        .filter(objects -> !ForeignVersions.of(objects.stream())
                                .equals(ForeignVersions.of(survey.all(kind).stream())))
                        .ifPresent(objects -> {
                            changed.add(kind);
                            fresh.addAll(objects);
                        }));
        return changed.isEmpty() ? survey : survey.with(changed, fresh);
    }

    private Optional<Collection<GenericKubernetesResource>> now(CustomKind kind, Survey survey) {
        return survey.served(kind)
                .flatMap(version -> current(kind, version, "").or(() -> now(kind, version, survey.read())));
    }

    private Optional<Collection<GenericKubernetesResource>> now(
            CustomKind kind, String version, Collection<String> namespaces) {
        List<Collection<GenericKubernetesResource>> known = namespaces.stream()
                .flatMap(namespace -> current(kind, version, namespace).stream())
                .toList();
        return known.size() == namespaces.size()
                ? Optional.of(known.stream().flatMap(Collection::stream).toList())
                : Optional.empty();
    }

    @Override
    public void close() {
        watches.values().forEach(WatchedObjects::close);
        watches.clear();
    }
}
