// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.secrets;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which variables take their values from Secrets. Spurline never reads a Secret: it does not know what such a variable is,
 * only that nobody shall read it.
 *
 * @param names variables that take one entry of a Secret
 * @param prefixes what the variables that take all of a Secret begin with, where the template says so
 */
public record SecretSources(Set<String> names, Set<String> prefixes) {

    /** Copies the sets. */
    public SecretSources {
        names = Set.copyOf(names);
        prefixes = Set.copyOf(prefixes);
    }

    /** Finds them in pod templates, or in what has some in it. */
    public static SecretSources in(Collection<JsonNode> objects) {
        Set<String> names = new TreeSet<>();
        Set<String> prefixes = new TreeSet<>();
        objects.forEach(object -> collect(object, names, prefixes));
        return new SecretSources(names, prefixes);
    }

    private static void collect(JsonNode node, Set<String> names, Set<String> prefixes) {
        if (node.path("valueFrom").path("secretKeyRef").isObject()) {
            names.add(node.path("name").asText());
        }
        if (node.path("secretRef").isObject() && !node.path("prefix").asText().isEmpty()) {
            prefixes.add(node.path("prefix").asText());
        }
        node.forEach(child -> collect(child, names, prefixes));
    }
}
