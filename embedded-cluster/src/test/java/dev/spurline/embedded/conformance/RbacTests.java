// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.conformance;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Roles and bindings decide, and the reviews say the same.
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/rbac/">what Kubernetes says</a>
 */
@Tag("api")
class RbacTests extends ConformanceTestCase {

    void bind(String rules) {
        post(
                        "rbac.authorization.k8s.io/v1:roles",
                        "{apiVersion:'rbac.authorization.k8s.io/v1',kind:'Role',metadata:{name:'r'},rules:[%s]}"
                                .formatted(rules))
                .status(201);
        post(
                        "rbac.authorization.k8s.io/v1:rolebindings",
                        "{apiVersion:'rbac.authorization.k8s.io/v1',kind:'RoleBinding',metadata:{name:'b'},roleRef:{apiGroup:'rbac.authorization.k8s.io',kind:'Role',name:'r'},subjects:[{kind:'User',apiGroup:'rbac.authorization.k8s.io',name:'jane'}]}")
                .status(201);
    }

    Reply review(String verb, String resource) {
        return post(
                        "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
                        "{apiVersion:'authorization.k8s.io/v1',kind:'SelfSubjectAccessReview',spec:{resourceAttributes:{namespace:'%s',verb:'%s',resource:'%s'}}}"
                                .formatted(ns(), verb, resource),
                        "Impersonate-User",
                        "jane",
                        "Impersonate-Group",
                        "system:authenticated")
                .status(201);
    }

    @Test
    void rolesAllow() {
        post("configmaps", configMap("a", ""));
        bind("{apiGroups:[''],resources:['configmaps'],verbs:['get','list']}");
        eventually(
                "allowed", () -> get("configmaps", "Impersonate-User", "jane").code() == 200);
        get("configmaps/a", "Impersonate-User", "jane").status(200);
        post("configmaps", configMap("b", ""), "Impersonate-User", "jane")
                .status(403)
                .reason("Forbidden")
                .message(
                        "configmaps is forbidden: User \"jane\" cannot create resource \"configmaps\" in API group \"\" in the namespace \"%s\""
                                .formatted(ns()));
        get("secrets", "Impersonate-User", "jane").status(403);
        get("/api/v1/configmaps", "Impersonate-User", "jane").status(403).messageHas("at the cluster scope");
        review("list", "configmaps").at("/status/allowed", "true");
        review("delete", "configmaps").at("/status/allowed", "false");
        post(
                        "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews",
                        "{apiVersion:'authorization.k8s.io/v1',kind:'SelfSubjectRulesReview',spec:{namespace:'%s'}}"
                                .formatted(ns()),
                        "Impersonate-User",
                        "jane",
                        "Impersonate-Group",
                        "system:authenticated")
                .status(201)
                .at("/status/incomplete", "false");
    }

    @Test
    void namesRestrict() {
        post("configmaps", configMap("a", ""));
        post("configmaps", configMap("b", ""));
        bind("{apiGroups:[''],resources:['configmaps'],resourceNames:['a'],verbs:['get']}");
        eventually(
                "allowed", () -> get("configmaps/a", "Impersonate-User", "jane").code() == 200);
        get("configmaps/b", "Impersonate-User", "jane").status(403).messageHas("configmaps \"b\" is forbidden");
    }

    @Test
    @Unverified("no real server was at hand; Kubernetes' sources say so")
    void viewersReadWorkloadsButNoLeases() {
        post(
                        "rbac.authorization.k8s.io/v1:rolebindings",
                        "{apiVersion:'rbac.authorization.k8s.io/v1',kind:'RoleBinding',metadata:{name:'view'},roleRef:{apiGroup:'rbac.authorization.k8s.io',kind:'ClusterRole',name:'view'},subjects:[{kind:'User',apiGroup:'rbac.authorization.k8s.io',name:'jane'}]}")
                .status(201);
        eventually(
                "allowed",
                () -> get("apps/v1:deployments", "Impersonate-User", "jane").code() == 200);
        get("coordination.k8s.io/v1:leases", "Impersonate-User", "jane").status(403);
        get("secrets", "Impersonate-User", "jane").status(403);
    }

    static final String ROLE =
            "{apiVersion:'rbac.authorization.k8s.io/v1',kind:'Role',metadata:{name:'%s'},rules:[%s]}";
    static final String BINDING =
            "{apiVersion:'rbac.authorization.k8s.io/v1',kind:'RoleBinding',metadata:{name:'%s'},roleRef:{apiGroup:'rbac.authorization.k8s.io',kind:'Role',name:'%s'}}";
    static final String AUTHOR =
            "{apiGroups:['rbac.authorization.k8s.io'],resources:['roles','rolebindings'],verbs:['create','update','patch','get']}";
    static final String REFUSAL =
            "%s.rbac.authorization.k8s.io \"%s\" is forbidden: user \"jane\" (groups=[\"system:authenticated\"]) is attempting to grant RBAC permissions not currently held:\n%s";

    Reply asJane(String kind, String body) {
        return post("rbac.authorization.k8s.io/v1:" + kind, body, "Impersonate-User", "jane");
    }

    void author(String more) {
        bind(AUTHOR + ",{apiGroups:[''],resources:['pods'],verbs:['get','list']}" + more);
        eventually(
                "allowed",
                () -> get("rbac.authorization.k8s.io/v1:roles/r", "Impersonate-User", "jane")
                                .code()
                        == 200);
    }

    @Test
    void nobodyGrantsMoreThanTheyHold() {
        author("");
        asJane("roles", ROLE.formatted("held", "{apiGroups:[''],resources:['pods'],verbs:['get']}"))
                .status(201);
        asJane("roles", ROLE.formatted("x", "{apiGroups:[''],resources:['pods','pods/log'],verbs:['get','watch']}"))
                .status(403)
                .reason("Forbidden")
                .at("/details/kind", "roles")
                .message(REFUSAL.formatted(
                        "roles",
                        "x",
                        "{APIGroups:[\"\"], Resources:[\"pods\"], Verbs:[\"watch\"]}\n"
                                + "{APIGroups:[\"\"], Resources:[\"pods/log\"], Verbs:[\"get\" \"watch\"]}"));
        send(
                        "PATCH",
                        "rbac.authorization.k8s.io/v1:roles/held",
                        "application/merge-patch+json",
                        "{rules:[{apiGroups:['apps'],resources:['deployments'],resourceNames:['a','b'],verbs:['get']}]}",
                        "Impersonate-User",
                        "jane")
                .status(403)
                .message(
                        REFUSAL.formatted(
                                "roles",
                                "held",
                                "{APIGroups:[\"apps\"], Resources:[\"deployments\"], ResourceNames:[\"a\"], Verbs:[\"get\"]}\n"
                                        + "{APIGroups:[\"apps\"], Resources:[\"deployments\"], ResourceNames:[\"b\"], Verbs:[\"get\"]}"));
    }

    @Test
    void nobodyBindsRolesThatGrantMoreThanTheyHold() {
        author("");
        post(
                        "rbac.authorization.k8s.io/v1:roles",
                        ROLE.formatted("big", "{apiGroups:[''],resources:['secrets'],verbs:['get']}"))
                .status(201);
        asJane("rolebindings", BINDING.formatted("x", "big"))
                .status(403)
                .message(REFUSAL.formatted(
                        "rolebindings", "x", "{APIGroups:[\"\"], Resources:[\"secrets\"], Verbs:[\"get\"]}"));
        asJane("rolebindings", BINDING.formatted("x", "nowhere"))
                .status(404)
                .at("/details/name", "nowhere")
                .message("rolebindings.rbac.authorization.k8s.io \"nowhere\" not found");
    }

    @Test
    void theVerbsEscalateAndBindLetThem() {
        author(
                ",{apiGroups:['rbac.authorization.k8s.io'],resources:['roles'],verbs:['escalate']},{apiGroups:['rbac.authorization.k8s.io'],resources:['roles'],resourceNames:['big'],verbs:['bind']}");
        asJane("roles", ROLE.formatted("big", "{apiGroups:[''],resources:['secrets'],verbs:['get']}"))
                .status(201);
        asJane("rolebindings", BINDING.formatted("x", "big")).status(201);
        asJane("roles", ROLE.formatted("other", "{apiGroups:[''],resources:['secrets'],verbs:['get']}"))
                .status(201);
        asJane("rolebindings", BINDING.formatted("y", "other")).status(403);
    }
}
