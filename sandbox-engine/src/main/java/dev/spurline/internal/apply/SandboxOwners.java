// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.apply;

import dev.spurline.internal.routing.SharedRoute;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.Map;
import java.util.Optional;

/**
 * Who owns the objects of a sandbox, by namespace; a namespace without an owner gives objects without one.
 *
 * @param records own everything that is the sandbox's alone, and what it shares as long as somebody's routes are what they
 *     are
 * @param anchors own what it shares that derives from nobody's routes: one owner an engine, however many sandboxes it has
 */
record SandboxOwners(Map<String, OwnerReference> records, Map<String, OwnerReference> anchors) {

    /** Everything has the same owner. */
    static SandboxOwners all(Map<String, OwnerReference> owners) {
        return new SandboxOwners(owners, Map.of());
    }

    /** Returns the owner of an object; without an anchor its record owns what would be an anchor's. */
    Optional<OwnerReference> of(HasMetadata object) {
        String namespace = object.getMetadata().getNamespace();
        Optional<OwnerReference> record = Optional.ofNullable(records.get(namespace));
        return SharedRoute.of(object)
                .filter(route -> !route.derived())
                .flatMap(route -> Optional.ofNullable(anchors.get(namespace)))
                .or(() -> record);
    }
}
