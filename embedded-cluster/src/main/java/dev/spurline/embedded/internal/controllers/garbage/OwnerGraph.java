// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.garbage;

import dev.spurline.embedded.internal.controllers.runtime.ObjectChange;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who owns whom, by uid, over all kinds. An owner that was never seen may have dependents too.
 *
 * <p>Source: {@code pkg/controller/garbagecollector/graph_builder.go}.
 */
final class OwnerGraph {

    private final Map<String, HasMetadata> objects = new HashMap<>();
    private final Map<String, Map<String, HasMetadata>> dependents = new HashMap<>();

    /** Takes a change in; returns the uids of the objects that have to be looked at because of it. */
    synchronized Set<String> apply(ObjectChange<? extends HasMetadata> change) {
        Set<String> affected = new LinkedHashSet<>();
        if (change.before() != null) {
            unlink(change.before());
        }
        if (change.after() == null) {
            gone(change.latest(), affected);
        } else {
            link(change.after());
            look(change, affected);
        }
        return affected;
    }

    synchronized Optional<HasMetadata> object(String uid) {
        return Optional.ofNullable(objects.get(uid));
    }

    /** Returns the objects that name this uid as an owner. */
    synchronized Collection<HasMetadata> dependents(String uid) {
        return List.copyOf(dependents.getOrDefault(uid, Map.of()).values());
    }

    private void gone(HasMetadata object, Set<String> affected) {
        affected.addAll(dependentUids(uid(object)));
        object.getMetadata().getOwnerReferences().stream()
                .map(OwnerReference::getUid)
                .filter(owner -> waitsForDependents(objects.get(owner)))
                .forEach(affected::add);
    }

    private void look(ObjectChange<? extends HasMetadata> change, Set<String> affected) {
        HasMetadata object = change.latest();
        if (waitsForDependents(object) || Finalizers.orphans(object)) {
            affected.add(uid(object));
            if (!waitsForDependents(change.before())) {
                affected.addAll(dependentUids(uid(object)));
            }
        }
        if (!object.getMetadata().getOwnerReferences().isEmpty()) {
            affected.add(uid(object));
        }
        if (change.before() != null) {
            change.before().getMetadata().getOwnerReferences().stream()
                    .map(OwnerReference::getUid)
                    .filter(owner -> waitsForDependents(objects.get(owner)))
                    .forEach(affected::add);
        }
    }

    private Set<String> dependentUids(String uid) {
        return dependents.getOrDefault(uid, Map.of()).keySet();
    }

    private void link(HasMetadata object) {
        objects.put(uid(object), object);
        object.getMetadata()
                .getOwnerReferences()
                .forEach(owner -> dependents
                        .computeIfAbsent(owner.getUid(), any -> new LinkedHashMap<>())
                        .put(uid(object), object));
    }

    private void unlink(HasMetadata object) {
        objects.remove(uid(object));
        object.getMetadata()
                .getOwnerReferences()
                .forEach(owner -> dependents.computeIfPresent(owner.getUid(), (any, children) -> {
                    children.remove(uid(object));
                    return children.isEmpty() ? null : children;
                }));
    }

    private static boolean waitsForDependents(@Nullable HasMetadata object) {
        return object != null && Finalizers.waitsForDependents(object);
    }

    private static String uid(HasMetadata object) {
        return object.getMetadata().getUid();
    }
}
