// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.cluster.internal.yaml.YamlDocument;
import dev.spurline.cluster.internal.yaml.YamlPosition;
import dev.spurline.internal.text.JsonTrees;
import java.util.HashMap;
import java.util.Map;

/** Where the values of a patch stand in its text, by the paths that {@link TemplateSchema} gives them. */
final class PatchPositions {

    private final Map<String, YamlPosition> positions = new HashMap<>();

    private PatchPositions() {}

    static PatchPositions of(YamlDocument patch) {
        PatchPositions positions = new PatchPositions();
        JsonNode tree = JsonTrees.tree(patch);
        JsonPointer root = TemplatePatch.TEMPLATES.stream()
                .filter(way -> tree.at(way).isObject())
                .findFirst()
                .orElse(JsonPointer.empty());
        String written = root.toString().replaceFirst("^/", "").replace('/', '.');
        positions.add(tree.at(root), written, "", patch);
        return positions;
    }

    /** Items are numbered where they are written, and named in messages. */
    private void add(JsonNode node, String written, String named, YamlDocument patch) {
        if (node.isObject()) {
            node.properties()
                    .forEach(field ->
                            add(field.getValue(), join(written, field.getKey()), join(named, field.getKey()), patch));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                String title = TemplateSchema.title(node.get(i), i);
                add(node.get(i), "%s[%d]".formatted(written, i), "%s[%s]".formatted(named, title), patch);
            }
        } else if (patch.scalars().containsKey(written)) {
            positions.put(named, patch.scalars().get(written).position());
        }
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** Returns where a value stands, to be put behind its path; empty if it is no single value of the patch. */
    String of(String path) {
        YamlPosition position = positions.get(path);
        return position == null ? "" : " (line %d, column %d)".formatted(position.line(), position.column());
    }
}
