// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.garbage;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;

/**
 * The two finalizers by which the API server hands an object to the garbage collector.
 *
 * <p>Source: kubernetes.io/docs/concepts/architecture/garbage-collection/#cascading-deletion.
 */
final class Finalizers {

    static final String FOREGROUND = "foregroundDeletion";
    static final String ORPHAN = "orphan";

    private Finalizers() {}

    /** Whether an object is being deleted and goes after its dependents. */
    static boolean waitsForDependents(HasMetadata object) {
        return deletedWith(object, FOREGROUND);
    }

    /** Whether an object is being deleted and leaves its dependents behind. */
    static boolean orphans(HasMetadata object) {
        return deletedWith(object, ORPHAN);
    }

    static List<String> without(HasMetadata object, String finalizer) {
        return object.getMetadata().getFinalizers().stream()
                .filter(name -> !name.equals(finalizer))
                .toList();
    }

    private static boolean deletedWith(HasMetadata object, String finalizer) {
        return object.getMetadata().getDeletionTimestamp() != null
                && object.getMetadata().getFinalizers().contains(finalizer);
    }
}
