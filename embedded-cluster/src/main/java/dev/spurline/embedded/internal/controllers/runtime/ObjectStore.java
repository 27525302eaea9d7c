// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.runtime;

import dev.spurline.embedded.internal.client.DiscoveredKind;
import dev.spurline.embedded.internal.client.ObjectName;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one kind: what the watch said, and at once what this process itself wrote, so that a controller never
 * acts on a state older than its own last act. Reading takes no lock; listeners are told of changes in order and must not block.
 *
 * @param <T> the type of the objects
 */
public final class ObjectStore<T extends HasMetadata> {

    private static final int TOMBSTONES = 8192;

    private final DiscoveredKind kind;
    private final Map<String, Map<String, T>> byNamespace = new ConcurrentHashMap<>();
    private final Map<String, T> byUid = new ConcurrentHashMap<>();
    private final Map<String, Map<String, T>> byController = new ConcurrentHashMap<>();
    private final List<Consumer<ObjectChange<T>>> listeners = new CopyOnWriteArrayList<>();
    /** Objects seen to go: an answer to an earlier write that comes late must not bring them back. */
    private final Map<String, Boolean> gone = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > TOMBSTONES;
        }
    };

    ObjectStore(DiscoveredKind kind) {
        this.kind = kind;
    }

    /** Returns the kind of the objects in here. */
    public DiscoveredKind kind() {
        return kind;
    }

    /** Returns the object of that name, if there is one. */
    public Optional<T> get(String namespace, String name) {
        return Optional.ofNullable(byNamespace.getOrDefault(namespace, Map.of()).get(name));
    }

    /** Returns the object with that identity, if it lives. */
    public Optional<T> byUid(String uid) {
        return Optional.ofNullable(byUid.get(uid));
    }

    /** Returns the objects of a namespace by name; the cluster-scoped ones have the empty namespace. */
    public Collection<T> inNamespace(String namespace) {
        return byNamespace.getOrDefault(namespace, Map.of()).values();
    }

    /** Returns all objects. */
    public Stream<T> all() {
        return byUid.values().stream();
    }

    /** Returns the objects whose controlling owner has that uid. */
    public List<T> controlledBy(String uid) {
        return List.copyOf(byController.getOrDefault(uid, Map.of()).values());
    }

    /** Tells a listener of every object there is and of every later change. */
    public synchronized void listen(Consumer<ObjectChange<T>> listener) {
        all().forEach(object -> listener.accept(new ObjectChange<>(null, object)));
        listeners.add(listener);
    }

    /** Takes a state of an object in, unless a newer one is known. */
    public synchronized void put(T object) {
        String uid = object.getMetadata().getUid();
        T before = byUid.get(uid);
        if (gone.containsKey(uid) || (before != null && revision(before) >= revision(object))) {
            return;
        }
        replace(before, object);
    }

    /** Takes in what will be true of an object before the watch has said so; overridden by any newer state. */
    public synchronized void assume(T object) {
        T before = byUid.get(object.getMetadata().getUid());
        if (before != null && revision(before) == revision(object)) {
            replace(before, object);
        }
    }

    /** Forgets an object that is gone. */
    public synchronized void remove(T object) {
        gone.put(object.getMetadata().getUid(), true);
        T before = byUid.remove(object.getMetadata().getUid());
        if (before != null) {
            unlink(before);
            tell(new ObjectChange<>(before, null));
        }
    }

    /** The new state takes the place of the old one: whoever reads meanwhile finds one of the two, never none. */
    private void replace(@Nullable T before, T object) {
        var metadata = object.getMetadata();
        byUid.put(metadata.getUid(), object);
        byNamespace
                .computeIfAbsent(namespace(object), any -> new ConcurrentSkipListMap<>())
                .put(metadata.getName(), object);
        Optional<String> owner = controller(object);
        owner.ifPresent(uid -> byController
                .computeIfAbsent(uid, any -> new ConcurrentHashMap<>())
                .put(metadata.getUid(), object));
        if (before != null && !controller(before).equals(owner)) {
            leaveController(before);
        }
        tell(new ObjectChange<>(before, object));
    }

    private void unlink(T object) {
        byNamespace
                .getOrDefault(namespace(object), Map.of())
                .computeIfPresent(
                        object.getMetadata().getName(),
                        (name, current) -> OwnerReferences.same(current, object) ? null : current);
        leaveController(object);
    }

    private void leaveController(T object) {
        controller(object)
                .ifPresent(owner -> byController.computeIfPresent(owner, (any, children) -> {
                    children.remove(object.getMetadata().getUid());
                    return children.isEmpty() ? null : children;
                }));
    }

    private static Optional<String> controller(HasMetadata object) {
        return OwnerReferences.controller(object).map(OwnerReference::getUid);
    }

    private void tell(ObjectChange<T> change) {
        listeners.forEach(listener -> listener.accept(change));
    }

    private static String namespace(HasMetadata object) {
        return ObjectName.of(object).namespace();
    }

    private static long revision(HasMetadata object) {
        try {
            return Long.parseLong(object.getMetadata().getResourceVersion());
        } catch (NumberFormatException opaque) {
            return 0;
        }
    }
}
