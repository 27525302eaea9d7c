// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.routing;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.spurline.cluster.internal.yaml.KubernetesYaml;
import dev.spurline.cluster.internal.yaml.YamlDocument;
import dev.spurline.cluster.internal.yaml.YamlException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads the documents of a file, values as kubectl reads them, with the line of each key. */
final class CaseStream {

    private static final ObjectMapper JSON = new ObjectMapper();

    private CaseStream() {}

    /** Returns the documents that are not empty. */
    static List<CaseNode> documents(String file, String text) {
        List<Map<String, Integer>> lines = lines(file, text);
        List<YamlDocument> values = values(file, text);
        List<CaseNode> documents = new ArrayList<>();
        for (int index = 0; index < values.size(); index++) {
            YamlDocument document = values.get(index);
            document.duplicates().stream().findFirst().ifPresent(key -> {
                throw new CaseFormatException(
                        file,
                        key.last(),
                        "[%s] stands here a second time, first in line %d".formatted(key.path(), key.first()));
            });
            if (document.value() != null) {
                documents.add(new CaseNode(file, JSON.valueToTree(document.value()), "", lines.get(index)));
            }
        }
        return documents;
    }

    private static List<YamlDocument> values(String file, String text) {
        try {
            return KubernetesYaml.documents(text);
        } catch (YamlException e) {
            throw new CaseFormatException(file, e.position().line(), "no YAML: " + e.problem());
        }
    }

    private static List<Map<String, Integer>> lines(String file, String text) {
        LoadSettings settings =
                LoadSettings.builder().setAllowDuplicateKeys(true).build();
        List<Map<String, Integer>> documents = new ArrayList<>();
        try {
            for (Node root : new Compose(settings).composeAllFromString(text)) {
                Map<String, Integer> lines = new HashMap<>();
                locate("", root, line(root.getStartMark()), lines);
                documents.add(lines);
            }
        } catch (MarkedYamlEngineException e) {
            throw new CaseFormatException(
                    file,
                    line(e.getProblemMark()),
                    "no YAML: " + Optional.ofNullable(e.getProblem()).orElse("it cannot be read"));
        }
        return documents;
    }

    private static void locate(String path, Node node, int line, Map<String, Integer> lines) {
        lines.put(path, line);
        if (node instanceof MappingNode mapping) {
            for (NodeTuple entry : mapping.getValue()) {
                if (entry.getKeyNode() instanceof ScalarNode key) {
                    String below = path.isEmpty() ? key.getValue() : path + "." + key.getValue();
                    locate(below, entry.getValueNode(), line(key.getStartMark()), lines);
                }
            }
        } else if (node instanceof SequenceNode list) {
            for (int index = 0; index < list.getValue().size(); index++) {
                Node item = list.getValue().get(index);
                locate(path + "[" + index + "]", item, line(item.getStartMark()), lines);
            }
        }
    }

    private static int line(Optional<Mark> mark) {
        return mark.map(known -> known.getLine() + 1).orElse(1);
    }
}
