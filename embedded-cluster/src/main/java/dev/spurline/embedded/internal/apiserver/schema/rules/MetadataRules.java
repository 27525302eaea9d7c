// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema.rules;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.embedded.internal.apiserver.schema.types.Kind;
import dev.spurline.embedded.internal.apiserver.schema.types.ScalarValues;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/** The rules for {@code metadata}, which are the same for all kinds but for the form of the name. */
public final class MetadataRules {

    private static final int MOST_ANNOTATION_BYTES = 256 * 1024;
    private static final Set<String> PATH_SEGMENT_NAMES =
            Set.of("Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding");

    /** A real server does not look at the names of these. */
    private static final Set<String> UNCHECKED = Set.of("Event", "PodDisruptionBudget");

    private static final Set<String> LABELS = Set.of("Namespace", "Service", "StatefulSet.apps");

    private MetadataRules() {}

    public static void check(JsonNode object, Kind kind, FieldErrorList errors) {
        JsonNode metadata = object.path("metadata");
        Function<String, List<String>> rule = rule(kind);
        if (!ScalarValues.isZero(metadata.path("generateName"))) {
            String prefix = metadata.path("generateName").asText().replaceAll("-+$", "");
            errors.checkForm(prefix, "metadata.generateName", rule);
        }
        if (ScalarValues.isZero(metadata.path("name"))) {
            errors.add(FieldError.required("metadata.name", "name or generateName is required"));
        } else {
            errors.checkForm(metadata.path("name").asText(), "metadata.name", rule);
        }
        checkLabels(metadata.path("labels"), "metadata.labels", errors);
        checkAnnotations(metadata.path("annotations"), errors);
        checkOwners(metadata.path("ownerReferences"), errors);
        checkFinalizers(metadata.path("finalizers"), errors);
    }

    private static Function<String, List<String>> rule(Kind kind) {
        if (kind.group().equals("rbac.authorization.k8s.io") && PATH_SEGMENT_NAMES.contains(kind.name())) {
            return NameRules::pathSegment;
        }
        if (UNCHECKED.contains(kind.name())) {
            return name -> List.of();
        }
        return LABELS.contains(kind.qualified()) ? NameRules::label : NameRules::subdomain;
    }

    static void checkLabels(JsonNode labels, String path, FieldErrorList errors) {
        labels.properties().forEach(label -> {
            errors.checkForm(label.getKey(), path, NameRules::qualified);
            errors.checkForm(label.getValue().asText(), path, NameRules::labelValue);
        });
    }

    private static void checkAnnotations(JsonNode annotations, FieldErrorList errors) {
        int size = 0;
        for (var annotation : annotations.properties()) {
            String key = annotation.getKey();
            NameRules.qualified(key.toLowerCase(Locale.ROOT))
                    .forEach(fault ->
                            errors.add(FieldError.invalid("metadata.annotations", FieldErrorList.quoted(key), fault)));
            size += key.length() + annotation.getValue().asText().length();
        }
        errors.require(
                size <= MOST_ANNOTATION_BYTES, FieldError.tooLong("metadata.annotations", MOST_ANNOTATION_BYTES));
    }

    private static void checkOwners(JsonNode owners, FieldErrorList errors) {
        int controllers = 0;
        for (int i = 0; i < owners.size(); i++) {
            for (String field : List.of("apiVersion", "kind", "name", "uid")) {
                String path = "metadata.ownerReferences." + field;
                errors.require(
                        !ScalarValues.isZero(owners.get(i).path(field)),
                        FieldError.invalid(
                                path, "\"\"", (field.equals("apiVersion") ? "version " : "") + "must not be empty"));
            }
            controllers += owners.get(i).path("controller").asBoolean() ? 1 : 0;
        }
        errors.require(
                controllers < 2,
                FieldError.invalid(
                        "metadata.ownerReferences",
                        owners.toString(),
                        "Only one reference can have Controller set to true. Found \"true\" in references for several owners"));
    }

    private static void checkFinalizers(JsonNode finalizers, FieldErrorList errors) {
        for (int i = 0; i < finalizers.size(); i++) {
            String path = "metadata.finalizers[" + i + "]";
            String name = finalizers.get(i).asText();
            errors.checkForm(name, path, NameRules::qualified);
            boolean known = name.contains("/")
                    || Set.of("orphan", "foregroundDeletion", "kubernetes").contains(name);
            errors.require(
                    known || !NameRules.qualified(name).isEmpty(),
                    FieldError.invalid(
                            path,
                            FieldErrorList.quoted(name),
                            "name is neither a standard finalizer name nor is it fully qualified"));
        }
    }

    /** What may not change; the server checks it twice, and so reports it twice. */
    public static void checkChange(JsonNode old, JsonNode object, FieldErrorList errors) {
        JsonNode before = old.path("metadata");
        JsonNode after = object.path("metadata");
        checkFinalizersOfDeleted(before, after, errors);
        for (int i = 0; i < 2; i++) {
            for (String field : List.of("name", "namespace", "uid")) {
                if (!ScalarValues.isZero(after.path(field))) {
                    errors.checkUnchanged(before.path(field), after.path(field), "metadata." + field);
                }
            }
        }
    }

    private static void checkFinalizersOfDeleted(JsonNode before, JsonNode after, FieldErrorList errors) {
        if (!before.has("deletionTimestamp")) {
            return;
        }
        Set<JsonNode> known = new HashSet<>();
        before.path("finalizers").forEach(known::add);
        List<String> added = new ArrayList<>();
        after.path("finalizers").forEach(finalizer -> {
            if (!known.contains(finalizer)) {
                added.add(finalizer.toString());
            }
        });
        errors.require(
                added.isEmpty(),
                FieldError.forbidden(
                        "metadata.finalizers",
                        "no new finalizers can be added if the object is being deleted, found new finalizers []string{"
                                + String.join(", ", added) + "}"));
    }
}
