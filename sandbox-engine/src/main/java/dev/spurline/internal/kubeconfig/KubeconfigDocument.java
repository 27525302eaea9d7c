// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.kubeconfig;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.spurline.PreflightException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/**
 * One kubeconfig. A list that is {@code null} is empty, and so is a file in which nothing is said.
 *
 * @param path the file
 * @param clusters its clusters
 * @param users its users
 * @param contexts its contexts
 * @param current its current context, which counts for a cluster that was started and for no other
 */
record KubeconfigDocument(
        Path path,
        List<KubeconfigEntry> clusters,
        List<KubeconfigEntry> users,
        List<KubeconfigEntry> contexts,
        String current) {

    /**
     * Reads a file.
     *
     * @throws PreflightException if it cannot be read, or is no kubeconfig
     */
    static KubeconfigDocument read(Path path) {
        try {
            return parse(Files.readString(path), path);
        } catch (IOException e) {
            throw new PreflightException("kubeconfig [%s] %s".formatted(path, FileProblem.of(path, e)), e);
        }
    }

    /**
     * Reads a text.
     *
     * @param text YAML or JSON
     * @param path the file that it is from, for messages and relative paths
     */
    static KubeconfigDocument parse(String text, Path path) {
        JsonNode tree = tree(text.startsWith("\uFEFF") ? text.substring(1) : text, path);
        return new KubeconfigDocument(
                path,
                entries(tree, "clusters", "cluster", path),
                entries(tree, "users", "user", path),
                entries(tree, "contexts", "context", path),
                tree.path("current-context").asText());
    }

    private static JsonNode tree(String text, Path path) {
        if (text.lines().map(String::strip).allMatch(line -> line.isEmpty() || line.startsWith("#"))) {
            return MissingNode.getInstance();
        }
        JsonNode tree = yaml(text, path);
        if (tree == null || tree.isNull() || tree.isObject()) {
            return tree == null ? MissingNode.getInstance() : tree;
        }
        throw new PreflightException(
                "kubeconfig [%s] is not a kubeconfig: it must have [clusters], [users] and [contexts]".formatted(path));
    }

    private static JsonNode yaml(String text, Path path) {
        try {
            return Serialization.unmarshal(text, JsonNode.class);
        } catch (RuntimeException e) {
            throw new PreflightException("kubeconfig [%s] is not valid YAML: %s".formatted(path, problem(e)), e);
        }
    }

    /** Without the lines that the parser shows around it: they may hold a token. */
    private static String problem(Throwable failure) {
        if (failure instanceof MarkedYamlEngineException marked) {
            return "%s%s"
                    .formatted(
                            marked.getProblem(),
                            marked.getProblemMark()
                                    .map(mark -> " in line %d, column %d"
                                            .formatted(mark.getLine() + 1, mark.getColumn() + 1))
                                    .orElse(""));
        }
        if (failure instanceof JsonProcessingException json) {
            return json.getOriginalMessage();
        }
        return failure.getCause() == null ? String.valueOf(failure.getMessage()) : problem(failure.getCause());
    }

    private static List<KubeconfigEntry> entries(JsonNode tree, String list, String kind, Path path) {
        List<KubeconfigEntry> entries = new ArrayList<>();
        JsonNode items = tree.path(list);
        if (!items.isArray() && !items.isNull() && !items.isMissingNode()) {
            throw new PreflightException(
                    "kubeconfig [%s] is not a kubeconfig: [%s] must be a list".formatted(path, list));
        }
        for (JsonNode item : items) {
            JsonNode fields = item.path(kind);
            entries.add(new KubeconfigEntry(
                    kind, item.path("name").asText(), fields.isNull() ? MissingNode.getInstance() : fields, path));
        }
        return entries;
    }
}
