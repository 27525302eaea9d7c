// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.garbage;

import dev.spurline.embedded.internal.controllers.runtime.DeletionMode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * What is to be done with one object because of its owners and dependents.
 *
 * <p>Source: attemptToDeleteItem in {@code pkg/controller/garbagecollector/garbagecollector.go}.
 */
sealed interface GarbageVerdict {

    /** Nothing. */
    record Keep() implements GarbageVerdict {}

    /** The references become these. */
    record Refer(List<OwnerReference> references) implements GarbageVerdict {}

    /** The object goes. */
    record Delete(DeletionMode how) implements GarbageVerdict {}

    /** The references stop to block the deletion of their owners, then the object goes after its own dependents. */
    record Unblock(List<OwnerReference> references) implements GarbageVerdict {}

    /** The object waits no longer for its dependents. */
    record Release() implements GarbageVerdict {}

    /** The dependents lose their reference to the object, then the object goes. */
    record Abandon(Collection<HasMetadata> dependents) implements GarbageVerdict {}

    /**
     * Decides as the garbage collector of Kubernetes does.
     *
     * @param object the object, as last seen
     * @param owners the state of each of its owners by uid
     * @param dependents what names it as an owner
     */
    static GarbageVerdict of(HasMetadata object, Map<String, OwnerState> owners, Collection<HasMetadata> dependents) {
        if (Finalizers.orphans(object)) {
            return new Abandon(dependents);
        }
        if (Finalizers.waitsForDependents(object)) {
            return blocked(object, dependents) ? new Keep() : new Release();
        }
        if (object.getMetadata().getDeletionTimestamp() != null || owners.isEmpty()) {
            return new Keep();
        }
        return owned(object, owners, dependents);
    }

    private static GarbageVerdict owned(
            HasMetadata object, Map<String, OwnerState> owners, Collection<HasMetadata> dependents) {
        if (owners.containsValue(OwnerState.SOLID)) {
            List<OwnerReference> alive = object.getMetadata().getOwnerReferences().stream()
                    .filter(owner -> owners.get(owner.getUid()) == OwnerState.SOLID)
                    .toList();
            return alive.size() == object.getMetadata().getOwnerReferences().size() ? new Keep() : new Refer(alive);
        }
        if (owners.containsValue(OwnerState.WAITING) && !dependents.isEmpty()) {
            boolean circle = dependents.stream().anyMatch(Finalizers::waitsForDependents);
            return circle ? new Unblock(unblocked(object)) : new Delete(DeletionMode.FOREGROUND);
        }
        return new Delete(policy(object));
    }

    private static boolean blocked(HasMetadata object, Collection<HasMetadata> dependents) {
        String uid = object.getMetadata().getUid();
        return dependents.stream()
                .flatMap(dependent -> dependent.getMetadata().getOwnerReferences().stream())
                .anyMatch(owner -> owner.getUid().equals(uid) && Boolean.TRUE.equals(owner.getBlockOwnerDeletion()));
    }

    private static DeletionMode policy(HasMetadata object) {
        if (object.getMetadata().getFinalizers().contains(Finalizers.ORPHAN)) {
            return DeletionMode.ORPHAN;
        }
        return object.getMetadata().getFinalizers().contains(Finalizers.FOREGROUND)
                ? DeletionMode.FOREGROUND
                : DeletionMode.BACKGROUND;
    }

    private static List<OwnerReference> unblocked(HasMetadata object) {
        return object.getMetadata().getOwnerReferences().stream()
                .map(owner -> new OwnerReferenceBuilder(owner)
                        .withBlockOwnerDeletion(false)
                        .build())
                .toList();
    }
}
