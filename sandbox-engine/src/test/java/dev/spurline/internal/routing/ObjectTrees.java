// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.internal.text.JsonTrees;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.IdentityHashMap;

/** The trees of objects that nobody changes any more: a model asks for them again with each request. */
final class ObjectTrees {

    private final IdentityHashMap<GenericKubernetesResource, JsonNode> trees = new IdentityHashMap<>();

    /** Returns the tree of an object, which is not to be changed. */
    JsonNode of(GenericKubernetesResource object) {
        return trees.computeIfAbsent(object, JsonTrees::tree);
    }
}
