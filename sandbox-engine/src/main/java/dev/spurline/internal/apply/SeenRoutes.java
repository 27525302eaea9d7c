// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.apply;

import dev.spurline.internal.survey.CustomKind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Collection;
import java.util.Optional;

/** Routes that are known without a request, as from a watch, and so perhaps a moment late. */
@FunctionalInterface
public interface SeenRoutes {

    /** Knows of none. */
    SeenRoutes NONE = (kind, namespace) -> Optional.empty();

    /** Returns the objects of a kind in a namespace, perhaps with those of others; empty if they are not known. */
    Optional<Collection<GenericKubernetesResource>> of(CustomKind kind, String namespace);
}
