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

    private final FieldErrorList faults;

    public AccessRules(FieldErrorList faults) {
        this.faults = faults;
    }

    public void role(JsonNode role, boolean namespaced) {
        for (int i = 0; i < role.path("rules").size(); i++) {
            rule(role.path("rules").get(i), "rules[" + i + "]", namespaced);
        }
    }

    private void rule(JsonNode rule, String path, boolean namespaced) {
        faults.require(
                !rule.path("verbs").isEmpty(),
                FieldError.required(path + ".verbs", "verbs must contain at least one value"));
        if (!rule.path("nonResourceURLs").isEmpty()) {
            paths(rule, path + ".nonResourceURLs", namespaced);
            return;
        }
        faults.require(
                !rule.path("apiGroups").isEmpty(),
                FieldError.required(path + ".apiGroups", "resource rules must supply at least one api group"));
        faults.require(
                !rule.path("resources").isEmpty(),
                FieldError.required(path + ".resources", "resource rules must supply at least one resource"));
    }

    private void paths(JsonNode rule, String path, boolean namespaced) {
        String shown = rule.path("nonResourceURLs").toString();
        faults.require(
                !namespaced, FieldError.invalid(path, shown, "namespaced rules cannot apply to non-resource URLs"));
        boolean mixed = !rule.path("apiGroups").isEmpty()
                || !rule.path("resources").isEmpty()
                || !rule.path("resourceNames").isEmpty();
        faults.require(
                !mixed,
                FieldError.invalid(path, shown, "rules cannot apply to both regular resources and non-resource URLs"));
    }

    public void binding(JsonNode binding, boolean namespaced) {
        JsonNode role = binding.path("roleRef");
        faults.oneOf(role.path("apiGroup"), "roleRef.apiGroup", List.of(GROUP));
        knownKind(role, "roleRef.kind", namespaced ? List.of("Role", "ClusterRole") : List.of("ClusterRole"));
        faults.present(role.path("name"), "roleRef.name");
        for (int i = 0; i < binding.path("subjects").size(); i++) {
            subject(binding.path("subjects").get(i), "subjects[" + i + "]", namespaced);
        }
    }

    private void subject(JsonNode subject, String path, boolean namespaced) {
        faults.present(subject.path("name"), path + ".name");
        boolean account = subject.path("kind").asText().equals("ServiceAccount");
        String group = subject.path("apiGroup").asText("");
        String expected = account ? "" : GROUP;
        if (SUBJECTS.contains(subject.path("kind").asText()) && !group.equals(expected)) {
            faults.add(FieldError.unsupported(path + ".apiGroup", FieldErrorList.quoted(group), List.of(expected)));
        }
        if (account && !namespaced) {
            faults.present(subject.path("namespace"), path + ".namespace");
        }
        knownKind(subject, path + ".kind", SUBJECTS);
    }

    /** A kind that is missing is as wrong as one that nobody knows. */
    private void knownKind(JsonNode reference, String path, List<String> known) {
        String kind = reference.path("kind").asText("");
        faults.require(known.contains(kind), FieldError.unsupported(path, FieldErrorList.quoted(kind), known));
    }

    public void change(JsonNode old, JsonNode binding) {
        if (!old.path("roleRef").equals(binding.path("roleRef"))) {
            faults.add(FieldError.invalid("roleRef", binding.path("roleRef").toString(), "cannot change roleRef"));
        }
    }
}
