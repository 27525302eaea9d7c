// SPDX-License-Identifier: Apache-2.0
package dev.spurline.cluster.internal.yaml;

import dev.spurline.cluster.internal.yaml.YamlDocument.Duplicate;
import dev.spurline.cluster.internal.yaml.YamlDocument.Scalar;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Turns the nodes of one document into values, and takes note of where they stand. */
final class YamlReader {

    private static final String MERGE = "<<";

    /** Aliases of aliases grow without bounds; nothing that a person has written comes near this. */
    private static final int MOST_VALUES = 5_000_000;

    private final Map<String, Scalar> scalars = new HashMap<>();
    private final List<Duplicate> duplicates = new ArrayList<>();
    private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private final IdentityHashMap<Node, Long> counts = new IdentityHashMap<>();

    YamlDocument read(Node root) {
        count(root);
        return new YamlDocument(value(root, ""), scalars, duplicates);
    }

    /** Counts the values of which a node consists, those of an alias each time, before any of them is made. */
    private long count(Node node) {
        if (node instanceof ScalarNode) {
            return 1;
        }
        Long known = counts.putIfAbsent(node, 1L);
        if (known != null) {
            return known;
        }
        long count = 1 + children(node).mapToLong(this::count).sum();
        if (count > MOST_VALUES) {
            throw fault(node, "aliases make more than %d values of it".formatted(MOST_VALUES));
        }
        counts.put(node, count);
        return count;
    }

    private static Stream<Node> children(Node node) {
        return node instanceof SequenceNode sequence
                ? sequence.getValue().stream()
                : ((MappingNode) node).getValue().stream().map(NodeTuple::getValueNode);
    }

    private @Nullable Object value(Node node, String path) {
        if (node instanceof ScalarNode scalar) {
            Object value = scalar(scalar);
            scalars.put(path, new Scalar(scalar.getValue(), value, position(node)));
            return value;
        }
        if (!open.add(node)) {
            throw fault(node, "an anchor's value contains itself");
        }
        try {
            return node instanceof SequenceNode sequence ? list(sequence, path) : map((MappingNode) node, path);
        } finally {
            open.remove(node);
        }
    }

    private static @Nullable Object scalar(ScalarNode node) {
        try {
            return GoScalars.value(node.getTag(), node.getValue());
        } catch (IllegalArgumentException e) {
            throw fault(node, String.valueOf(e.getMessage()));
        }
    }

    private List<@Nullable Object> list(SequenceNode node, String path) {
        List<@Nullable Object> list = new ArrayList<>();
        for (Node item : node.getValue()) {
            list.add(value(item, path + "[" + list.size() + "]"));
        }
        return list;
    }

    private Map<String, @Nullable Object> map(MappingNode node, String path) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        fill(map, node, path);
        return map;
    }

    /** A merge counts where it stands: as with kubectl, it overwrites what stands before it. */
    private void fill(Map<String, @Nullable Object> map, MappingNode node, String path) {
        Map<String, Integer> lines = new HashMap<>();
        for (NodeTuple entry : node.getValue()) {
            if (isMerge(entry.getKeyNode())) {
                merge(map, entry.getValueNode(), path);
            } else {
                String key = key(entry.getKeyNode());
                String place = path.isEmpty() ? key : path + "." + key;
                int line = position(entry.getKeyNode()).line();
                Integer first = lines.put(key, line);
                if (first != null) {
                    duplicates.add(new Duplicate(place, key, first, line));
                    scalars.keySet().removeIf(known -> isWithin(known, place));
                }
                map.put(key, value(entry.getValueNode(), place));
            }
        }
    }

    private static boolean isWithin(String path, String place) {
        return path.startsWith(place)
                && (path.length() == place.length() || ".[".indexOf(path.charAt(place.length())) >= 0);
    }

    private static boolean isMerge(Node key) {
        return key instanceof ScalarNode scalar
                && scalar.getValue().equals(MERGE)
                && (scalar.getTag().equals(KubernetesYaml.PLAIN)
                        || scalar.getTag().getValue().equals("tag:yaml.org,2002:merge"));
    }

    /** Of several mappings the first that has a key decides. */
    private void merge(Map<String, @Nullable Object> map, Node node, String path) {
        if (node instanceof MappingNode mapping) {
            enter(map, mapping, path);
        } else if (node instanceof SequenceNode sequence
                && sequence.getValue().stream().allMatch(MappingNode.class::isInstance)) {
            for (int i = sequence.getValue().size() - 1; i >= 0; i--) {
                enter(map, (MappingNode) sequence.getValue().get(i), path);
            }
        } else {
            throw fault(node, "[<<] takes a mapping, or a list of mappings");
        }
    }

    private void enter(Map<String, @Nullable Object> map, MappingNode node, String path) {
        if (!open.add(node)) {
            throw fault(node, "an anchor's value contains itself");
        }
        fill(map, node, path);
        open.remove(node);
    }

    private static String key(Node node) {
        if (!(node instanceof ScalarNode scalar)) {
            throw fault(node, "a key is neither a mapping nor a list");
        }
        Object value = scalar(scalar);
        if (value == null) {
            throw fault(node, "a key is empty: put it into quotes");
        }
        return value.toString();
    }

    private static YamlPosition position(Node node) {
        return YamlPosition.of(node.getStartMark());
    }

    private static YamlException fault(Node node, String problem) {
        return new YamlException(problem, position(node));
    }
}
