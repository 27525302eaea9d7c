// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.runtime;

import dev.spurline.embedded.internal.client.DiscoveredKind;
import dev.spurline.embedded.internal.client.DiscoveredKinds;
import dev.spurline.embedded.internal.client.ObjectWatch;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The cluster as its API server shows it: one watched store per kind, custom kinds included as they come and go. */
public final class WatchedCluster implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(WatchedCluster.class);

    private static final List<Class<? extends HasMetadata>> TYPED = List.of(
            ConfigMap.class,
            CronJob.class,
            CustomResourceDefinition.class,
            DaemonSet.class,
            Deployment.class,
            EndpointSlice.class,
            Endpoints.class,
            Job.class,
            Namespace.class,
            Node.class,
            PersistentVolumeClaim.class,
            Pod.class,
            PodDisruptionBudget.class,
            ReplicaSet.class,
            Service.class,
            ServiceAccount.class,
            StatefulSet.class,
            StorageClass.class);

    private static final long LAST_LISTS_MILLIS = 1000;

    private final KubernetesClient client;
    private final Map<String, WatchedKind<?>> kinds = new ConcurrentHashMap<>();
    private final Map<String, DiscoveredKind> served = new ConcurrentHashMap<>();
    private final List<Consumer<ObjectStore<?>>> kindListeners = new CopyOnWriteArrayList<>();
    private volatile CompletableFuture<?> others = new CompletableFuture<>();

    private WatchedCluster(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Begins to watch all kinds; returns when the stores of the kinds that controllers work on have their first contents.
     * The others, which only ownership is read from, follow until {@link #complete()}.
     */
    public static WatchedCluster watch(KubernetesClient client) {
        WatchedCluster cluster = new WatchedCluster(client);
        Collection<DiscoveredKind> kinds = DiscoveredKinds.kinds(client);
        kinds.forEach(kind -> cluster.served.put(key(kind), kind));
        cluster.open(kinds, WatchedCluster::typed).join();
        cluster.others = cluster.open(kinds, kind -> !typed(kind));
        if (cluster.serves(CustomResourceDefinition.class)) {
            cluster.store(CustomResourceDefinition.class).listen(cluster::customKind);
        }
        return cluster;
    }

    private CompletableFuture<Void> open(Collection<DiscoveredKind> kinds, Predicate<DiscoveredKind> which) {
        return CompletableFuture.allOf(kinds.stream()
                .filter(kind -> interesting(kind) && which.test(kind))
                .map(this::open)
                .toArray(CompletableFuture<?>[]::new));
    }

    private static boolean typed(DiscoveredKind kind) {
        return TYPED.stream().anyMatch(kind::is);
    }

    /** Whether the stores of all kinds that were served at the start have had their first contents. */
    public boolean complete() {
        return others.isDone();
    }

    /** Returns the store of a built-in kind; empty and silent if the API server does not serve the kind. */
    @SuppressWarnings("unchecked") // a store was made for the class that it is found by
    public <T extends HasMetadata> ObjectStore<T> store(Class<T> type) {
        String key = HasMetadata.getGroup(type) + "/" + HasMetadata.getKind(type);
        return (ObjectStore<T>) kinds.computeIfAbsent(key, any -> WatchedKind.never(unserved(type))).store;
    }

    /** Returns the store of the kind that an object is of, if it is watched. */
    @SuppressWarnings("unchecked") // a store holds the class of its kind
    public <T extends HasMetadata> Optional<ObjectStore<T>> storeOf(T object) {
        return Optional.ofNullable(kinds.get(group(object.getApiVersion()) + "/" + object.getKind()))
                .map(watched -> (ObjectStore<T>) watched.store);
    }

    /** Returns the kind by the coordinates that owner references use; any version of the group will do. */
    public Optional<DiscoveredKind> kind(String apiVersion, String kind) {
        return Optional.ofNullable(served.get(group(apiVersion) + "/" + kind));
    }

    /** Returns the kinds that the API server serves. */
    public List<DiscoveredKind> kinds() {
        return List.copyOf(served.values());
    }

    /** Returns what is in a namespace, by kind, as far as it is watched. */
    public Map<DiscoveredKind, Collection<? extends HasMetadata>> contents(String namespace) {
        Map<DiscoveredKind, Collection<? extends HasMetadata>> contents = new HashMap<>();
        kinds.values().forEach(watched -> contents.put(watched.store.kind(), watched.store.inNamespace(namespace)));
        return contents;
    }

    /** Tells a listener of the store of every watched kind there is, and of those that are added. */
    public void onKind(Consumer<ObjectStore<?>> listener) {
        List<WatchedKind<?>> there;
        synchronized (kindListeners) {
            there = List.copyOf(kinds.values());
            kindListeners.add(listener);
        }
        // Without the lock: who puts a definition into its store has the lock of that, and waits for this one.
        there.stream()
                .filter(watched -> watched.watch().isPresent())
                .forEach(watched -> listener.accept(watched.store));
    }

    /** Lets first lists end, because the client library logs an error for one that its client's end cuts off. */
    @Override
    public void close() {
        others.handle((listed, failure) -> true)
                .completeOnTimeout(false, LAST_LISTS_MILLIS, TimeUnit.MILLISECONDS)
                .join();
        kinds.values().forEach(WatchedKind::close);
    }

    private boolean serves(Class<? extends HasMetadata> type) {
        return served.values().stream().anyMatch(kind -> kind.is(type));
    }

    private void customKind(ObjectChange<CustomResourceDefinition> change) {
        var spec = change.latest().getSpec();
        String key = spec.getGroup() + "/" + spec.getNames().getKind();
        if (change.gone()) {
            served.remove(key);
            Optional.ofNullable(kinds.remove(key)).ifPresent(WatchedKind::close);
            return;
        }
        DiscoveredKinds.kind(change.latest())
                .filter(kind -> !kinds.containsKey(key))
                .ifPresent(kind -> {
                    served.put(key, kind);
                    var unused = open(kind).whenComplete((ready, failure) -> log.debug("Watching [{}]", key, failure));
                });
    }

    private CompletableFuture<?> open(DiscoveredKind kind) {
        return TYPED.stream()
                .filter(kind::is)
                .findFirst()
                .<CompletableFuture<?>>map(
                        type -> open(kind, client.resources(type).inAnyNamespace()))
                .orElseGet(() -> open(kind, objects(kind)));
    }

    private <T extends HasMetadata> CompletableFuture<?> open(DiscoveredKind kind, Informable<T> objects) {
        ObjectStore<T> store = new ObjectStore<>(kind);
        ObjectWatch<T> watch = ObjectWatch.insisting(objects, new StoreHandler<>(store));
        synchronized (kindListeners) {
            kinds.put(key(kind), new WatchedKind<>(store, Optional.of(watch)));
            kindListeners.forEach(listener -> listener.accept(store));
        }
        return watch.start();
    }

    private Informable<GenericKubernetesResource> objects(DiscoveredKind kind) {
        var resources = client.genericKubernetesResources(kind.context());
        return kind.namespaced() ? resources.inAnyNamespace() : resources;
    }

    /** Events are many, nobody owns by them and nobody here reads them. */
    private static boolean interesting(DiscoveredKind kind) {
        return kind.watchable() && !kind.kind().equals("Event");
    }

    private static DiscoveredKind unserved(Class<? extends HasMetadata> type) {
        return new DiscoveredKind(
                HasMetadata.getGroup(type),
                HasMetadata.getVersion(type),
                HasMetadata.getKind(type),
                HasMetadata.getPlural(type),
                true,
                Set.of());
    }

    private static String key(DiscoveredKind kind) {
        return kind.group() + "/" + kind.kind();
    }

    private static String group(String apiVersion) {
        int slash = apiVersion.indexOf('/');
        return slash < 0 ? "" : apiVersion.substring(0, slash);
    }

    /** A store and the watch that fills it; nothing fills that of a kind that is not served. */
    private record WatchedKind<T extends HasMetadata>(ObjectStore<T> store, Optional<ObjectWatch<T>> watch)
            implements AutoCloseable {

        private static WatchedKind<?> never(DiscoveredKind kind) {
            return new WatchedKind<>(new ObjectStore<>(kind), Optional.empty());
        }

        @Override
        public void close() {
            watch.ifPresent(ObjectWatch::close);
            store.all().toList().forEach(store::remove);
        }
    }

    private record StoreHandler<T extends HasMetadata>(ObjectStore<T> store) implements ResourceEventHandler<T> {

        @Override
        public void onAdd(T object) {
            store.put(complete(object));
        }

        @Override
        public void onUpdate(T before, T object) {
            store.put(complete(object));
        }

        /** The API server leaves kind and version out of the items of a list. */
        private T complete(T object) {
            if (object instanceof GenericKubernetesResource generic && generic.getKind() == null) {
                generic.setKind(store.kind().kind());
                generic.setApiVersion(store.kind().apiVersion());
            }
            return object;
        }

        @Override
        public void onDelete(T object, boolean finalStateUnknown) {
            store.remove(object);
        }
    }
}
