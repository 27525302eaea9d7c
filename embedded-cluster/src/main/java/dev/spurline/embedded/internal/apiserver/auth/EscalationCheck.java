// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.status.StatusException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Keeps everybody from granting more than they hold, unless a rule lets them {@code escalate} or {@code bind}.
 *
 * <p>Source: kubernetes.io/docs/reference/access-authn-authz/rbac/#privilege-escalation-prevention-and-bootstrapping.
 */
public final class EscalationCheck {

    private static final String GROUP = "rbac.authorization.k8s.io";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final RbacAuthorizer rbac;

    /** Decides by roles and bindings. */
    public EscalationCheck(RbacAuthorizer rbac) {
        this.rbac = rbac;
    }

    /** Refuses with 403 what grants too much. */
    public void check(RoleWrite grant) {
        if (grant.user().isMaster() || isExplicitlyAllowed(grant) || onlyForgetsOwners(grant)) {
            return;
        }
        List<PolicyRule> held = rbac.rules(grant.user(), grant.namespace());
        List<PolicyRule> missing = granted(grant).stream()
                .flatMap(EscalationCheck::singles)
                .filter(single -> held.stream().noneMatch(rule -> rule.covers(single)))
                .toList();
        if (!missing.isEmpty()) {
            throw refusal(grant, missing);
        }
    }

    private boolean isExplicitlyAllowed(RoleWrite grant) {
        JsonNode role = grant.object().path("roleRef");
        String resource = !grant.isBinding()
                ? grant.plural()
                : role.path("kind").asText().equals("Role") ? "roles" : "clusterroles";
        String name = grant.isBinding() ? role.path("name").asText() : grant.old() == null ? "" : grant.name();
        String verb = grant.isBinding() ? "bind" : "escalate";
        return rbac.decide(new RequestAttributes(grant.user(), verb, GROUP, resource, "", grant.namespace(), name, ""))
                .allowed();
    }

    /** The garbage collector may strike owners and finalizers from what it could not grant. */
    private static boolean onlyForgetsOwners(RoleWrite grant) {
        return grant.old() != null && withoutOwners(grant.old()).equals(withoutOwners(grant.object()));
    }

    private static JsonNode withoutOwners(JsonNode object) {
        ObjectNode copy = object.deepCopy();
        if (copy.path("metadata") instanceof ObjectNode metadata) {
            metadata.remove(List.of("ownerReferences", "finalizers", "managedFields", "resourceVersion"));
        }
        return copy;
    }

    private List<PolicyRule> granted(RoleWrite grant) {
        JsonNode role = grant.object();
        if (grant.isBinding()) {
            JsonNode reference = grant.object().path("roleRef");
            Optional<ObjectNode> found = rbac.role(reference, grant.namespace());
            role = found.orElseThrow(() -> notFound(reference, grant));
        }
        List<PolicyRule> rules = new ArrayList<>();
        role.path("rules").forEach(rule -> rules.add(new PolicyRule(rule)));
        return rules;
    }

    private static StatusException notFound(JsonNode reference, RoleWrite grant) {
        String name = reference.path("name").asText();
        return new StatusException(404, "NotFound", "%s.%s \"%s\" not found".formatted(grant.plural(), GROUP, name))
                .about(name, GROUP, grant.plural());
    }

    /** Takes a rule apart: one verb, one thing and at most one name each. */
    private static Stream<PolicyRule> singles(PolicyRule rule) {
        List<ObjectNode> parts = List.of(JSON.objectNode());
        for (String field : List.of("verbs", "apiGroups", "resources", "nonResourceURLs", "resourceNames")) {
            JsonNode values = rule.json().path(field);
            if (!values.isEmpty()) {
                parts = parts.stream()
                        .flatMap(part -> StreamSupport.stream(values.spliterator(), false)
                                .map(value -> part.deepCopy()
                                        .<ObjectNode>set(field, JSON.arrayNode().add(value))))
                        .toList();
            }
        }
        return parts.stream().map(PolicyRule::new);
    }

    private static StatusException refusal(RoleWrite grant, List<PolicyRule> missing) {
        String groups = grant.user().groups().stream().map("\"%s\""::formatted).collect(Collectors.joining(" "));
        String why =
                "%s.%s \"%s\" is forbidden: user \"%s\" (groups=[%s]) is attempting to grant RBAC permissions not currently held:\n%s"
                        .formatted(
                                grant.plural(),
                                GROUP,
                                grant.name(),
                                grant.user().name(),
                                groups,
                                text(missing));
        return new StatusException(403, "Forbidden", why).about(grant.name(), GROUP, grant.plural());
    }

    /** Writes what is missing, the verbs for one thing together. */
    private static String text(List<PolicyRule> missing) {
        Map<JsonNode, ArrayNode> verbs = new LinkedHashMap<>();
        for (PolicyRule single : missing) {
            ObjectNode thing = single.json().deepCopy();
            thing.remove("verbs");
            verbs.computeIfAbsent(thing, none -> JSON.arrayNode())
                    .add(single.json().path("verbs").get(0));
        }
        return verbs.entrySet().stream()
                .map(entry -> text(entry.getKey(), entry.getValue()))
                .sorted()
                .collect(Collectors.joining("\n"));
    }

    private static String text(JsonNode thing, ArrayNode verbs) {
        Map<String, JsonNode> fields = new LinkedHashMap<>();
        fields.put("APIGroups", thing.path("apiGroups"));
        fields.put("Resources", thing.path("resources"));
        fields.put("NonResourceURLs", thing.path("nonResourceURLs"));
        fields.put("ResourceNames", thing.path("resourceNames"));
        fields.put("Verbs", verbs);
        return fields.entrySet().stream()
                .filter(field -> !field.getValue().isEmpty())
                .map(field -> field.getKey() + ":" + quoted(field.getValue()))
                .collect(Collectors.joining(", ", "{", "}"));
    }

    private static String quoted(JsonNode values) {
        return StreamSupport.stream(values.spliterator(), false)
                .map(value -> "\"" + value.asText() + "\"")
                .collect(Collectors.joining(" ", "[", "]"));
    }
}
