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

    private final FieldErrorList errors;

    public DefinitionRules(FieldErrorList errors) {
        this.errors = errors;
    }

    public void check(JsonNode definition) {
        JsonNode spec = definition.path("spec");
        JsonNode names = spec.path("names");
        String expected =
                names.path("plural").asText() + "." + spec.path("group").asText();
        JsonNode name = definition.path("metadata").path("name");
        errors.require(
                name.asText().equals(expected),
                FieldError.invalid("metadata.name", name.toString(), "must be spec.names.plural+\".\"+spec.group"));
        errors.present(spec.path("group"), "spec.group");
        if (errors.present(spec.path("scope"), "spec.scope")) {
            errors.checkOneOf(spec.path("scope"), "spec.scope", List.of("Cluster", "Namespaced"));
        }
        checkVersions(spec.path("versions"));
        checkNames(names);
        checkApproval(
                definition.path("metadata").path("annotations").path(APPROVED),
                spec.path("group").asText());
    }

    /** The groups of Kubernetes itself are not everybody's. */
    private void checkApproval(JsonNode annotation, String group) {
        if (!PROTECTED.matcher(group).matches()) {
            return;
        }
        String path = "metadata.annotations[" + APPROVED + "]";
        String asked = "protected groups must have approval annotation \"" + APPROVED + "\"";
        if (ScalarValues.isZero(annotation)) {
            errors.add(FieldError.required(path, asked + SEE));
        } else {
            errors.require(
                    APPROVAL.matcher(annotation.asText()).matches(),
                    FieldError.invalid(
                            path,
                            annotation.toString(),
                            asked + " with either a URL or a reason starting with \"unapproved\"" + SEE));
        }
    }

    private void checkVersions(JsonNode versions) {
        int storage = 0;
        for (int i = 0; i < versions.size(); i++) {
            storage += versions.get(i).path("storage").asBoolean() ? 1 : 0;
            JsonNode schema = versions.get(i).path("schema").path("openAPIV3Schema");
            String path = "spec.versions[" + i + "].schema.openAPIV3Schema";
            if (schema.isMissingNode()) {
                errors.add(FieldError.required(path, ""));
            } else {
                checkStructure(schema, path, "must not be empty at the root");
            }
        }
        errors.require(
                storage == 1,
                FieldError.invalid(
                        "spec.versions",
                        versions.toString(),
                        "must have exactly one version marked as storage version"));
    }

    /** A structural schema says of everything which type it has. */
    private void checkStructure(JsonNode schema, String path, String untyped) {
        boolean open = schema.path(StructuralTypes.INT_OR_STRING).asBoolean()
                || schema.path("x-kubernetes-preserve-unknown-fields").asBoolean();
        if (schema.path("type").asText("").isEmpty() && !open) {
            errors.add(FieldError.required(path + ".type", untyped));
        }
        schema.path("properties")
                .properties()
                .forEach(property -> checkStructure(
                        property.getValue(),
                        path + ".properties[" + property.getKey() + "]",
                        "must not be empty for specified object fields"));
        if (schema.path("additionalProperties").isObject()) {
            checkStructure(
                    schema.path("additionalProperties"),
                    path + ".additionalProperties",
                    "must not be empty for specified object fields");
        }
        if (schema.path("items").isObject()) {
            checkStructure(schema.path("items"), path + ".items", "must not be empty for specified array items");
        }
    }

    private void checkNames(JsonNode names) {
        errors.requireForm(names.path("plural"), "spec.names.plural", NameRules::dns1035);
        checkForm(names.path("singular"), "spec.names.singular");
        if (errors.present(names.path("kind"), "spec.names.kind")) {
            checkMixedCase(names.path("kind"), "spec.names.kind");
        }
        if (errors.present(names.path("listKind"), "spec.names.listKind")) {
            checkMixedCase(names.path("listKind"), "spec.names.listKind");
        }
        for (int i = 0; i < names.path("shortNames").size(); i++) {
            checkForm(names.path("shortNames").get(i), "spec.names.shortNames[" + i + "]");
        }
        boolean distinct =
                names.path("kind").isMissingNode() || !names.path("kind").equals(names.path("listKind"));
        errors.require(
                distinct,
                FieldError.invalid(
                        "spec.names.listKind",
                        names.path("listKind").toString(),
                        "kind and listKind may not be the same"));
    }

    private void checkForm(JsonNode name, String path) {
        if (!ScalarValues.isZero(name)) {
            errors.checkForm(name.asText(), path, NameRules::dns1035);
        }
    }

    private void checkMixedCase(JsonNode name, String path) {
        NameRules.dns1035(name.asText().toLowerCase(Locale.ROOT))
                .forEach(fault -> errors.add(FieldError.invalid(
                        path, name.toString(), "may have mixed case, but should otherwise match: " + fault)));
    }

    public void change(JsonNode old, JsonNode definition) {
        JsonNode before = old.path("spec");
        JsonNode after = definition.path("spec");
        for (String field : List.of("group", "scope")) {
            errors.checkUnchanged(before.path(field), after.path(field), "spec." + field);
        }
        for (String field : List.of("kind", "plural")) {
            errors.checkUnchanged(
                    before.path("names").path(field), after.path("names").path(field), "spec.names." + field);
        }
    }
}
