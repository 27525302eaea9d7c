// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.PreflightException;
import dev.spurline.Workload;
import dev.spurline.cluster.internal.failure.FailureText;
import dev.spurline.cluster.internal.yaml.KubernetesYaml;
import dev.spurline.cluster.internal.yaml.YamlDocument;
import dev.spurline.cluster.internal.yaml.YamlException;
import dev.spurline.internal.plan.TemplateSchema.Fault;
import dev.spurline.internal.text.JsonTrees;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.zjsonpatch.JsonPatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Patches a pod template: an object is merged, lists of named things by name; a list is an RFC 6902 patch. */
final class TemplatePatch {

    /** What names an item in the lists of a pod template, in the order of Kubernetes' own merge keys. */
    private static final List<String> MERGE_KEYS = List.of("name", "mountPath", "containerPort", "topologyKey", "ip");

    /** Where a workload has its template: a CronJob, and all others. */
    static final List<JsonPointer> TEMPLATES =
            List.of(JsonPointer.compile("/spec/jobTemplate/spec/template"), JsonPointer.compile("/spec/template"));

    /** See <a href="https://kubernetes.io/docs/tasks/manage-kubernetes-objects/update-api-object-kubectl-patch/">kubectl patch</a>. */
    private static final String DIRECTIVE = "$patch";

    private static final Set<String> DIRECTIVES = Set.of("delete", "merge", "replace");

    private final Workload workload;
    private final String patch;

    TemplatePatch(Workload workload, String patch) {
        this.workload = workload;
        this.patch = patch;
    }

    PodTemplateSpec apply(PodTemplateSpec template) {
        JsonNode before = JsonTrees.tree(template);
        try {
            JsonNode parsed = JsonTrees.tree(document());
            JsonNode after = parsed.isArray() ? JsonPatch.apply(parsed, before) : merged(before, root(parsed));
            refuseFaults(before, after);
            return JsonTrees.value(after, PodTemplateSpec.class);
        } catch (RuntimeException e) {
            // Without a cause: parsers quote what they cannot read, and a patch may hold secrets.
            throw new PreflightException("The patch of fork [%s] cannot be applied to its pod template: %s"
                    .formatted(workload.name(), reason(e)));
        }
    }

    /** Returns a sentence for each key that stands twice in one mapping: the last one counts, as with kubectl. */
    List<String> duplicates() {
        return document().duplicates().stream()
                .map(key -> "its patch has [%s] twice, in line %d and in line %d, and the last one counts"
                        .formatted(key.path(), key.first(), key.last()))
                .toList();
    }

    private YamlDocument document() {
        return KubernetesYaml.document(patch);
    }

    /** A field of the baseline itself that is newer than the client's model is nobody's slip of the pen. */
    private void refuseFaults(JsonNode before, JsonNode after) {
        TemplateSchema schema = new TemplateSchema();
        List<Fault> faults = new ArrayList<>(schema.faults(after));
        faults.removeAll(schema.faults(before));
        if (!faults.isEmpty()) {
            PatchPositions positions = PatchPositions.of(document());
            throw new IllegalArgumentException(faults.stream()
                    .map(fault -> "[%s]%s %s".formatted(fault.path(), positions.of(fault.path()), fault.problem()))
                    .collect(Collectors.joining("; ")));
        }
    }

    private static String reason(RuntimeException e) {
        if (e instanceof YamlException unread) {
            return "it cannot be read at line %d, column %d"
                    .formatted(unread.position().line(), unread.position().column());
        }
        String message = FailureText.of(e);
        return message.lines().findFirst().orElse("");
    }

    /** A patch may be written for the whole workload, as for kubectl, or for the template. */
    private static JsonNode root(JsonNode parsed) {
        if (!parsed.isObject()) {
            throw new IllegalArgumentException("it is neither a YAML mapping nor a list");
        }
        for (JsonPointer way : TEMPLATES) {
            if (parsed.at(way).isObject()) {
                refuseOutside(parsed.deepCopy(), way);
                return parsed.at(way);
            }
        }
        return parsed;
    }

    /** What stands beside the template would be dropped without a word; kind and name only say what is meant. */
    private static void refuseOutside(ObjectNode workload, JsonPointer way) {
        ((ObjectNode) workload.at(way.head())).remove(way.last().getMatchingProperty());
        workload.remove(List.of("apiVersion", "kind"));
        if (workload.path("metadata") instanceof ObjectNode metadata) {
            metadata.remove(List.of("name", "namespace"));
        }
        leaf(workload, "").ifPresent(path -> {
            throw new IllegalArgumentException(
                    "[%s] lies outside the pod template, and a fork is a copy of the template alone: leave it out"
                            .formatted(path));
        });
    }

    /** Returns the path of the first thing in a tree that is no mapping. */
    private static Optional<String> leaf(JsonNode tree, String path) {
        return tree.isObject()
                ? tree.properties().stream()
                        .flatMap(field ->
                                leaf(field.getValue(), path.isEmpty() ? field.getKey() : path + "." + field.getKey())
                                        .stream())
                        .findFirst()
                : Optional.of(path);
    }

    private static JsonNode merged(JsonNode target, JsonNode change) {
        if (change instanceof ObjectNode fields && target instanceof ObjectNode object) {
            return merged(object.deepCopy(), fields);
        }
        if (change instanceof ArrayNode items && target instanceof ArrayNode list) {
            return merged(list.deepCopy(), items);
        }
        return change instanceof ObjectNode fields
                ? merged(JsonTrees.parse("{}").deepCopy(), fields)
                : change;
    }

    private static ObjectNode merged(ObjectNode target, ObjectNode change) {
        for (Map.Entry<String, JsonNode> field : change.properties()) {
            String name = field.getKey();
            JsonNode value = field.getValue();
            switch (directive(value)) {
                case "delete" -> target.remove(name);
                case "replace" -> target.set(name, value.<ObjectNode>deepCopy().without(DIRECTIVE));
                default -> merge(target, name, value);
            }
        }
        return target;
    }

    private static void merge(ObjectNode target, String name, JsonNode value) {
        if (value.isNull()) {
            target.remove(name);
        } else if (!name.equals(DIRECTIVE)) {
            target.set(name, merged(target.path(name), value));
        }
    }

    /** Returns what a mapping says of itself: {@code merge} unless it says otherwise. */
    private static String directive(JsonNode node) {
        String directive = node.path(DIRECTIVE).asText("merge");
        if (!DIRECTIVES.contains(directive)) {
            throw new IllegalArgumentException(
                    "[%s: %s] is none of [delete, merge, replace]".formatted(DIRECTIVE, directive));
        }
        return directive;
    }

    private static JsonNode merged(ArrayNode target, ArrayNode change) {
        for (int i = 0; i < change.size(); i++) {
            if (directive(change.get(i)).equals("replace")) {
                ArrayNode others = change.deepCopy();
                others.remove(i);
                return others;
            }
        }
        Optional<String> key = MERGE_KEYS.stream()
                .filter(candidate -> all(target, candidate) && all(change, candidate))
                .findFirst();
        if (key.isEmpty()) {
            return change;
        }
        change.forEach(item -> merge(target, item, key.get()));
        return target;
    }

    private static void merge(ArrayNode target, JsonNode item, String key) {
        boolean delete = directive(item).equals("delete");
        for (int i = 0; i < target.size(); i++) {
            if (target.get(i).path(key).equals(item.path(key))) {
                if (delete) {
                    target.remove(i);
                } else {
                    target.set(i, mergedItem(target.get(i), item));
                }
                return;
            }
        }
        if (!delete) {
            target.add(item);
        }
    }

    /** A variable has a value or a place to take it from, not both. */
    private static JsonNode mergedItem(JsonNode target, JsonNode item) {
        ObjectNode base = target.deepCopy();
        if (item.has("value")) {
            base.remove("valueFrom");
        }
        if (item.has("valueFrom")) {
            base.remove("value");
        }
        return merged((JsonNode) base, item);
    }

    private static boolean all(ArrayNode list, String key) {
        for (JsonNode item : list) {
            if (!item.has(key)) {
                return false;
            }
        }
        return true;
    }
}
