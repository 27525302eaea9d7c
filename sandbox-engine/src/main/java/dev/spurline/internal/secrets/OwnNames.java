// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.secrets;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;

/** Collects the names in objects: whoever reads about a sandbox reads them all the time, so that none can be a secret. */
public final class OwnNames {

    private static final Set<String> NAMES = Set.of(
            "name",
            "namespace",
            "kind",
            "image",
            "serviceAccountName",
            "serviceName",
            "protocol",
            "appProtocol",
            "port",
            "targetPort",
            "path");

    /** Maps whose values are names, too. */
    static final Set<String> LABELS = Set.of("labels", "matchLabels", "selector");

    private OwnNames() {}

    /** Returns the names in some objects: of what they are, have and refer to, and of their fields. */
    public static Set<String> in(Collection<JsonNode> objects) {
        Set<String> names = new TreeSet<>();
        objects.forEach(object -> collect(object, false, names));
        return names;
    }

    private static void collect(JsonNode node, boolean labels, Set<String> names) {
        node.properties().forEach(field -> {
            names.add(field.getKey());
            if (field.getValue().isTextual() && (labels || NAMES.contains(field.getKey()))) {
                names.add(field.getValue().asText());
            }
            collect(field.getValue(), LABELS.contains(field.getKey()), names);
        });
        if (node.isArray()) {
            node.forEach(item -> collect(item, false, names));
        }
    }
}
