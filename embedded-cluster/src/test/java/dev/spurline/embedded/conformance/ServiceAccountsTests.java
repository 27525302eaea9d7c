// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.conformance;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Pods are refused whose ServiceAccount does not exist, and whoever makes pods says so.
 *
 * @see <a
 *     href="https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#serviceaccount">what
 *     Kubernetes says</a>
 */
@Tag("controllers")
class ServiceAccountsTests extends ConformanceTestCase {

    private static final String ACCOUNT = "{apiVersion:'v1',kind:'ServiceAccount',metadata:{name:'clerk'}}";

    @Test
    void aPodNeedsItsAccount() {
        post("pods", podOf("p", "clerk"))
                .status(403)
                .reason("Forbidden")
                .message(
                        "pods \"p\" is forbidden: error looking up service account %s/clerk: serviceaccount \"clerk\" not found"
                                .formatted(ns()));
        post("serviceaccounts", ACCOUNT).status(201);
        post("pods", podOf("p", "clerk")).status(201).at("/spec/serviceAccountName", "clerk");
    }

    @Test
    void theDefaultAccountIsThereByItself() {
        eventually("serviceaccounts/default", "/metadata/name", "default");
        post("pods", podOf("p", "default")).status(201);
    }

    @Test
    void aDeploymentTellsThatItsAccountIsMissing() {
        post(
                        "apps/v1:deployments",
                        deployment("d", 1, "").replace("containers:", "serviceAccountName:'clerk',containers:"))
                .status(201);
        eventually(
                "told",
                () -> get("apps/v1:deployments/d")
                        .body()
                        .at("/status/conditions")
                        .toString()
                        .contains("ReplicaFailure"));
        eventually(
                "the reason",
                () -> replicaSets().contains("\"reason\":\"FailedCreate\"")
                        && replicaSets()
                                .contains(
                                        "error looking up service account %s/clerk: serviceaccount \\\"clerk\\\" not found"
                                                .formatted(ns())));
        post("serviceaccounts", ACCOUNT).status(201);
        eventually("a pod", () -> get("pods?labelSelector=app%3Dd").names().size() == 1);
    }

    private String replicaSets() {
        return get("apps/v1:replicasets?labelSelector=app%3Dd").body().toString();
    }

    private static String podOf(String name, String account) {
        return pod(name, "").replace("containers:", "serviceAccountName:'%s',containers:".formatted(account));
    }
}
