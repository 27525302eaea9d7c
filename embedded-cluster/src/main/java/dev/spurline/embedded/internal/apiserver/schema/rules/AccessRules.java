// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * The rules for roles and what binds them.
 *
 * <p>Source: {@code pkg/apis/rbac/validation/validation.go}.
 */
public final class AccessRules {

    private static final String GROUP = "rbac.authorization.k8s.io";
    private static final List<String> SUBJECTS = List.of("ServiceAccount", "User", "Group");

    private final FieldErrorList errors;

    public AccessRules(FieldErrorList errors) {
        this.errors = errors;
    }

    public void checkRole(JsonNode role, boolean namespaced) {
        for (int i = 0; i < role.path("rules").size(); i++) {
            checkRule(role.path("rules").get(i), "rules[" + i + "]", namespaced);
        }
    }

    private void checkRule(JsonNode rule, String path, boolean namespaced) {
        errors.require(
                !rule.path("verbs").isEmpty(),
                FieldError.required(path + ".verbs", "verbs must contain at least one value"));
        if (!rule.path("nonResourceURLs").isEmpty()) {
            checkPaths(rule, path + ".nonResourceURLs", namespaced);
            return;
        }
        errors.require(
                !rule.path("apiGroups").isEmpty(),
                FieldError.required(path + ".apiGroups", "resource rules must supply at least one api group"));
        errors.require(
                !rule.path("resources").isEmpty(),
                FieldError.required(path + ".resources", "resource rules must supply at least one resource"));
    }

    private void checkPaths(JsonNode rule, String path, boolean namespaced) {
        String shown = rule.path("nonResourceURLs").toString();
        errors.require(
                !namespaced, FieldError.invalid(path, shown, "namespaced rules cannot apply to non-resource URLs"));
        boolean mixed = !rule.path("apiGroups").isEmpty()
                || !rule.path("resources").isEmpty()
                || !rule.path("resourceNames").isEmpty();
        errors.require(
                !mixed,
                FieldError.invalid(path, shown, "rules cannot apply to both regular resources and non-resource URLs"));
    }

    public void checkBinding(JsonNode binding, boolean namespaced) {
        JsonNode role = binding.path("roleRef");
        errors.checkOneOf(role.path("apiGroup"), "roleRef.apiGroup", List.of(GROUP));
        checkKind(role, "roleRef.kind", namespaced ? List.of("Role", "ClusterRole") : List.of("ClusterRole"));
        errors.present(role.path("name"), "roleRef.name");
        for (int i = 0; i < binding.path("subjects").size(); i++) {
            checkSubject(binding.path("subjects").get(i), "subjects[" + i + "]", namespaced);
        }
    }

    private void checkSubject(JsonNode subject, String path, boolean namespaced) {
        errors.present(subject.path("name"), path + ".name");
        boolean account = subject.path("kind").asText().equals("ServiceAccount");
        String group = subject.path("apiGroup").asText("");
        String expected = account ? "" : GROUP;
        if (SUBJECTS.contains(subject.path("kind").asText()) && !group.equals(expected)) {
            errors.add(FieldError.unsupported(path + ".apiGroup", FieldErrorList.quoted(group), List.of(expected)));
        }
        if (account && !namespaced) {
            errors.present(subject.path("namespace"), path + ".namespace");
        }
        checkKind(subject, path + ".kind", SUBJECTS);
    }

    /** A kind that is missing is as wrong as one that nobody knows. */
    private void checkKind(JsonNode reference, String path, List<String> known) {
        String kind = reference.path("kind").asText("");
        errors.require(known.contains(kind), FieldError.unsupported(path, FieldErrorList.quoted(kind), known));
    }

    public void change(JsonNode old, JsonNode binding) {
        if (!old.path("roleRef").equals(binding.path("roleRef"))) {
            errors.add(FieldError.invalid("roleRef", binding.path("roleRef").toString(), "cannot change roleRef"));
        }
    }
}
