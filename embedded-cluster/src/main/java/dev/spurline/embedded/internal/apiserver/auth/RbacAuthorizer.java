// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.storage.StoredObject;
import dev.spurline.embedded.internal.apiserver.storage.VersionedStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides by the roles and bindings that are stored.
 *
 * <p>Source: {@code plugin/pkg/auth/authorizer/rbac/rbac.go}.
 */
public final class RbacAuthorizer {

    private static final String GROUP = ".rbac.authorization.k8s.io";

    private final VersionedStore store;

    /** Reads roles and bindings from a storage. */
    public RbacAuthorizer(VersionedStore store) {
        this.store = store;
    }

    /** Decides. */
    public AccessDecision decide(RequestAttributes asked) {
        if (asked.user().isMaster()) {
            return new AccessDecision(true, "");
        }
        return grants(asked.user(), asked.namespace()).stream()
                .filter(grant -> grant.rule().allows(asked))
                .findFirst()
                .map(grant -> new AccessDecision(true, grant.reason()))
                .orElse(AccessDecision.NO);
    }

    /** Returns the rules that hold for a user in a namespace, and in the cluster. */
    List<PolicyRule> rules(User user, String namespace) {
        return grants(user, namespace).stream().map(GrantedRule::rule).toList();
    }

    private List<GrantedRule> grants(User user, String namespace) {
        List<GrantedRule> grants = new ArrayList<>();
        for (StoredObject binding :
                store.list("clusterrolebindings" + GROUP, "").objects()) {
            collect(binding.json(), "ClusterRoleBinding", "", user, grants);
        }
        if (!namespace.isEmpty()) {
            for (StoredObject binding :
                    store.list("rolebindings" + GROUP, namespace + "/").objects()) {
                collect(binding.json(), "RoleBinding", namespace, user, grants);
            }
        }
        return grants;
    }

    private void collect(JsonNode binding, String kind, String namespace, User user, List<GrantedRule> grants) {
        for (JsonNode subject : binding.path("subjects")) {
            if (Subject.matches(subject, user)) {
                String name = binding.path("metadata").path("name").asText();
                String qualified = namespace.isEmpty() ? name : name + "/" + namespace;
                JsonNode role = binding.path("roleRef");
                String reason = "RBAC: allowed by %s \"%s\" of %s \"%s\" to %s"
                        .formatted(
                                kind,
                                qualified,
                                role.path("kind").asText(),
                                role.path("name").asText(),
                                Subject.describe(subject));
                rules(role, namespace).forEach(rule -> grants.add(new GrantedRule(new PolicyRule(rule), reason)));
                return;
            }
        }
    }

    private Iterable<JsonNode> rules(JsonNode reference, String namespace) {
        return role(reference, namespace)
                .<Iterable<JsonNode>>map(role -> role.path("rules"))
                .orElse(List.of());
    }

    /** Returns the role that a binding in a namespace refers to. */
    Optional<ObjectNode> role(JsonNode reference, String namespace) {
        String name = reference.path("name").asText();
        Optional<StoredObject> role = reference.path("kind").asText().equals("Role")
                ? store.get("roles" + GROUP, namespace + "/" + name)
                : store.get("clusterroles" + GROUP, name);
        return role.map(StoredObject::json);
    }

    private record GrantedRule(PolicyRule rule, String reason) {}
}
