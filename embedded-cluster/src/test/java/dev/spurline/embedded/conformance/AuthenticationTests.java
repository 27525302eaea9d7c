// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.conformance;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Who may ask, and what unknown tokens and nobody get.
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/authentication/">what Kubernetes says</a>
 */
@Tag("api")
class AuthenticationTests extends ConformanceTestCase {

    @Test
    void wrongTokens() {
        get("configmaps", "Authorization", "Bearer nonsense")
                .status(401)
                .reason("Unauthorized")
                .message("Unauthorized");
    }

    @Test
    void nobody() {
        get("configmaps", "Authorization", "")
                .status(403)
                .reason("Forbidden")
                .message(
                        "configmaps is forbidden: User \"system:anonymous\" cannot list resource \"configmaps\" in API group \"\" in the namespace \"%s\""
                                .formatted(ns()));
        get("/version", "Authorization", "").status(200);
    }

    @Test
    void impersonation() {
        get("configmaps", "Impersonate-User", "jane")
                .status(403)
                .message(
                        "configmaps is forbidden: User \"jane\" cannot list resource \"configmaps\" in API group \"\" in the namespace \"%s\""
                                .formatted(ns()));
        get("configmaps", "Impersonate-User", "jane", "Impersonate-Group", "system:masters")
                .status(200);
        get("configmaps", "Impersonate-Group", "system:masters")
                .status(400)
                .reason("BadRequest")
                .messageHas("without impersonating a user name");
        post(
                        "/apis/authentication.k8s.io/v1/selfsubjectreviews",
                        "{apiVersion:'authentication.k8s.io/v1',kind:'SelfSubjectReview'}",
                        "Impersonate-User",
                        "jane")
                .status(201)
                .at("/status/userInfo/username", "jane");
    }

    @Test
    void tokensOfAccounts() {
        post("serviceaccounts", "{apiVersion:'v1',kind:'ServiceAccount',metadata:{name:'robot'}}")
                .status(201);
        String token = post(
                        "serviceaccounts/robot/token",
                        "{apiVersion:'authentication.k8s.io/v1',kind:'TokenRequest',spec:{}}")
                .status(201)
                .present("/status/token")
                .present("/status/expirationTimestamp")
                .text("/status/token");
        get("configmaps", "Authorization", "Bearer " + token)
                .status(403)
                .messageHas("User \"system:serviceaccount:%s:robot\" cannot list resource".formatted(ns()));
        post("serviceaccounts/absent/token", "{apiVersion:'authentication.k8s.io/v1',kind:'TokenRequest',spec:{}}")
                .status(404);
    }
}
