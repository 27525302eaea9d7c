// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.kinds.ResourceKind.Trait;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads CustomResourceDefinitions. */
public final class CustomKinds {

    private CustomKinds() {}

    /** Returns the resource that a definition describes. */
    public static ResourceKind kind(ObjectNode definition) {
        JsonNode spec = definition.path("spec");
        JsonNode names = spec.path("names");
        String kind = names.path("kind").asText();
        return new ResourceKind(
                spec.path("group").asText(),
                versions(spec),
                storageVersion(spec),
                kind,
                names.path("plural").asText(),
                names.path("singular").asText(kind.toLowerCase(Locale.ROOT)),
                spec.path("scope").asText().equals("Namespaced"),
                texts(names.path("shortNames")),
                texts(names.path("categories")),
                subresources(spec),
                EnumSet.of(Trait.CUSTOM, Trait.GENERATION));
    }

    private static List<String> versions(JsonNode spec) {
        List<String> served = new ArrayList<>();
        for (JsonNode version : spec.path("versions")) {
            if (version.path("served").asBoolean()) {
                served.add(version.path("name").asText());
            }
        }
        served.sort(new VersionOrder());
        return served;
    }

    static String storageVersion(JsonNode spec) {
        for (JsonNode version : spec.path("versions")) {
            if (version.path("storage").asBoolean()) {
                return version.path("name").asText();
            }
        }
        return "v1";
    }

    private static Set<String> subresources(JsonNode spec) {
        Set<String> names = new LinkedHashSet<>();
        for (String name : List.of("status", "scale")) {
            for (JsonNode version : spec.path("versions")) {
                if (version.path("subresources").has(name)) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
