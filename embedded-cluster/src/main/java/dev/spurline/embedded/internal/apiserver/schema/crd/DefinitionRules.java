// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema.crd;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.embedded.internal.apiserver.schema.rules.FieldError;
import dev.spurline.embedded.internal.apiserver.schema.rules.FieldErrorList;
import dev.spurline.embedded.internal.apiserver.schema.rules.NameRules;
import dev.spurline.embedded.internal.apiserver.schema.types.ScalarValues;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The rules for definitions of custom resources.
 *
 * <p>Source: {@code k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/validation/validation.go}.
 */
public final class DefinitionRules {

    private static final String APPROVED = "api-approved.kubernetes.io";
    private static final String SEE = ", see https://github.com/kubernetes/enhancements/pull/1111";
    private static final Pattern PROTECTED = Pattern.compile("(.*\\.)?(k8s|kubernetes)\\.io");
    private static final Pattern APPROVAL =
            Pattern.compile("unapproved.*|[A-Za-z][A-Za-z0-9+.-]*://[^/].*", Pattern.DOTALL);

    private final FieldErrorList faults;

    public DefinitionRules(FieldErrorList faults) {
        this.faults = faults;
    }

    public void check(JsonNode definition) {
        JsonNode spec = definition.path("spec");
        JsonNode names = spec.path("names");
        String expected =
                names.path("plural").asText() + "." + spec.path("group").asText();
        JsonNode name = definition.path("metadata").path("name");
        faults.require(
                name.asText().equals(expected),
                FieldError.invalid("metadata.name", name.toString(), "must be spec.names.plural+\".\"+spec.group"));
        faults.present(spec.path("group"), "spec.group");
        if (faults.present(spec.path("scope"), "spec.scope")) {
            faults.oneOf(spec.path("scope"), "spec.scope", List.of("Cluster", "Namespaced"));
        }
        versions(spec.path("versions"));
        names(names);
        approval(
                definition.path("metadata").path("annotations").path(APPROVED),
                spec.path("group").asText());
    }

    /** The groups of Kubernetes itself are not everybody's. */
    private void approval(JsonNode annotation, String group) {
        if (!PROTECTED.matcher(group).matches()) {
            return;
        }
        String path = "metadata.annotations[" + APPROVED + "]";
        String asked = "protected groups must have approval annotation \"" + APPROVED + "\"";
        if (ScalarValues.isZero(annotation)) {
            faults.add(FieldError.required(path, asked + SEE));
        } else {
            faults.require(
                    APPROVAL.matcher(annotation.asText()).matches(),
                    FieldError.invalid(
                            path,
                            annotation.toString(),
                            asked + " with either a URL or a reason starting with \"unapproved\"" + SEE));
        }
    }

    private void versions(JsonNode versions) {
        int storage = 0;
        for (int i = 0; i < versions.size(); i++) {
            storage += versions.get(i).path("storage").asBoolean() ? 1 : 0;
            JsonNode schema = versions.get(i).path("schema").path("openAPIV3Schema");
            String path = "spec.versions[" + i + "].schema.openAPIV3Schema";
            if (schema.isMissingNode()) {
                faults.add(FieldError.required(path, ""));
            } else {
                structure(schema, path, "must not be empty at the root");
            }
        }
        faults.require(
                storage == 1,
                FieldError.invalid(
                        "spec.versions",
                        versions.toString(),
                        "must have exactly one version marked as storage version"));
    }

    /** A structural schema says of everything which type it has. */
    private void structure(JsonNode schema, String path, String untyped) {
        boolean open = schema.path(StructuralTypes.INT_OR_STRING).asBoolean()
                || schema.path("x-kubernetes-preserve-unknown-fields").asBoolean();
        if (schema.path("type").asText("").isEmpty() && !open) {
            faults.add(FieldError.required(path + ".type", untyped));
        }
        schema.path("properties")
                .properties()
                .forEach(property -> structure(
                        property.getValue(),
                        path + ".properties[" + property.getKey() + "]",
                        "must not be empty for specified object fields"));
        if (schema.path("additionalProperties").isObject()) {
            structure(
                    schema.path("additionalProperties"),
                    path + ".additionalProperties",
                    "must not be empty for specified object fields");
        }
        if (schema.path("items").isObject()) {
            structure(schema.path("items"), path + ".items", "must not be empty for specified array items");
        }
    }

    private void names(JsonNode names) {
        faults.requiredForm(names.path("plural"), "spec.names.plural", NameRules::dns1035);
        form(names.path("singular"), "spec.names.singular");
        if (faults.present(names.path("kind"), "spec.names.kind")) {
            mixedCase(names.path("kind"), "spec.names.kind");
        }
        if (faults.present(names.path("listKind"), "spec.names.listKind")) {
            mixedCase(names.path("listKind"), "spec.names.listKind");
        }
        for (int i = 0; i < names.path("shortNames").size(); i++) {
            form(names.path("shortNames").get(i), "spec.names.shortNames[" + i + "]");
        }
        boolean distinct =
                names.path("kind").isMissingNode() || !names.path("kind").equals(names.path("listKind"));
        faults.require(
                distinct,
                FieldError.invalid(
                        "spec.names.listKind",
                        names.path("listKind").toString(),
                        "kind and listKind may not be the same"));
    }

    private void form(JsonNode name, String path) {
        if (!ScalarValues.isZero(name)) {
            faults.form(name.asText(), path, NameRules::dns1035);
        }
    }

    private void mixedCase(JsonNode name, String path) {
        NameRules.dns1035(name.asText().toLowerCase(Locale.ROOT))
                .forEach(fault -> faults.add(FieldError.invalid(
                        path, name.toString(), "may have mixed case, but should otherwise match: " + fault)));
    }

    public void change(JsonNode old, JsonNode definition) {
        JsonNode before = old.path("spec");
        JsonNode after = definition.path("spec");
        for (String field : List.of("group", "scope")) {
            faults.unchanged(before.path(field), after.path(field), "spec." + field);
        }
        for (String field : List.of("kind", "plural")) {
            faults.unchanged(
                    before.path("names").path(field), after.path("names").path(field), "spec.names." + field);
        }
    }
}
