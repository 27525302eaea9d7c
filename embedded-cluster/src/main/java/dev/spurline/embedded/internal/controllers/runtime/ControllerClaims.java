// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.runtime;

import dev.spurline.embedded.internal.client.ObjectName;
import dev.spurline.embedded.internal.client.Selectors;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Which objects belong to a controlling owner: those that it controls and its selector selects. It adopts selected ones
 * that nobody controls, and releases those that it no longer selects.
 *
 * <p>Source: {@code pkg/controller/controller_ref_manager.go}.
 */
public final class ControllerClaims {

    private final ApiWriter writer;

    /** Makes claims that are written with the given writer. */
    public ControllerClaims(ApiWriter writer) {
        this.writer = writer;
    }

    /** Returns the objects that belong to an owner from now on. */
    public <T extends HasMetadata> List<T> of(HasMetadata owner, LabelSelector selector, ObjectStore<T> store) {
        List<T> claimed = new ArrayList<>();
        for (T object : store.controlledBy(owner.getMetadata().getUid())) {
            if (Selectors.selects(selector, object.getMetadata().getLabels())) {
                claimed.add(object);
            } else if (!OwnerReferences.deleting(owner) && !OwnerReferences.deleting(object)) {
                refer(object, without(object, owner));
            }
        }
        if (!OwnerReferences.deleting(owner)) {
            adopt(owner, selector, store, claimed);
        }
        return claimed;
    }

    private <T extends HasMetadata> void adopt(
            HasMetadata owner, LabelSelector selector, ObjectStore<T> store, List<T> claimed) {
        for (T object : store.inNamespace(ObjectName.of(owner).namespace())) {
            if (free(object) && Selectors.selects(selector, object.getMetadata().getLabels())) {
                List<OwnerReference> references = new ArrayList<>(without(object, owner));
                references.add(OwnerReferences.controlledBy(owner));
                refer(object, references);
                claimed.add(object);
            }
        }
    }

    /** Whether nobody controls an object that lives. */
    public static boolean free(HasMetadata object) {
        return OwnerReferences.controller(object).isEmpty() && !OwnerReferences.deleting(object);
    }

    private static List<OwnerReference> without(HasMetadata object, HasMetadata owner) {
        return object.getMetadata().getOwnerReferences().stream()
                .filter(reference ->
                        !Objects.equals(reference.getUid(), owner.getMetadata().getUid()))
                .toList();
    }

    private void refer(HasMetadata object, List<OwnerReference> references) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("uid", object.getMetadata().getUid());
        metadata.put("resourceVersion", object.getMetadata().getResourceVersion());
        metadata.put("ownerReferences", references.isEmpty() ? null : references);
        writer.merge(object, Map.of("metadata", metadata));
    }
}
