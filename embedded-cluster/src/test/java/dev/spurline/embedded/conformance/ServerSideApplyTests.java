// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.conformance;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Server-side apply: ownership, conflicts, force, and what is removed.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/server-side-apply/">what Kubernetes says</a>
 */
@Tag("api")
class ServerSideApplyTests extends ConformanceTestCase {

    @Test
    void createsWhatIsMissing() {
        apply("configmaps/a", "m", configMap("a", "data:{k:'v'}"))
                .status(201)
                .at("/data/k", "v")
                .at("/metadata/managedFields/0/manager", "m")
                .at("/metadata/managedFields/0/operation", "Apply")
                .at("/metadata/managedFields/0/fieldsType", "FieldsV1")
                .present("/metadata/managedFields/0/fieldsV1/f:data/f:k");
        apply("configmaps/a", "m", configMap("a", "data:{k:'v'}")).status(200);
    }

    @Test
    void removesWhatIsNoLongerApplied() {
        apply("configmaps/a", "m", configMap("a", "data:{k:'v',l:'w'}"));
        apply("configmaps/a", "m", configMap("a", "data:{l:'w'}"))
                .status(200)
                .absent("/data/k")
                .at("/data/l", "w");
    }

    @Test
    void keepsWhatOthersOwn() {
        apply("configmaps/a", "one", configMap("a", "data:{k:'v'}"));
        apply("configmaps/a", "two", configMap("a", "data:{l:'w'}"))
                .status(200)
                .at("/data/k", "v")
                .at("/data/l", "w");
        apply("configmaps/a", "one", configMap("a", ""))
                .status(200)
                .absent("/data/k")
                .at("/data/l", "w");
    }

    @Test
    void othersValuesConflict() {
        apply("configmaps/a", "one", configMap("a", "data:{k:'v'}"));
        apply("configmaps/a", "two", configMap("a", "data:{k:'w'}"))
                .status(409)
                .reason("Conflict")
                .at("/details/causes/0/reason", "FieldManagerConflict")
                .at("/details/causes/0/field", ".data.k")
                .at("/details/causes/0/message", "conflict with \"one\"")
                .message("Apply failed with 1 conflict: conflict with \"one\": .data.k");
        apply("configmaps/a?force=true", "two", configMap("a", "data:{k:'w'}"))
                .status(200)
                .at("/data/k", "w");
        apply("configmaps/a", "one", configMap("a", "data:{k:'v'}")).status(409).messageHas("conflict with \"two\"");
    }

    @Test
    void sameValuesAreShared() {
        apply("configmaps/a", "one", configMap("a", "data:{k:'v'}"));
        apply("configmaps/a", "two", configMap("a", "data:{k:'v'}")).status(200);
        apply("configmaps/a", "one", configMap("a", "")).status(200).at("/data/k", "v");
        apply("configmaps/a", "two", configMap("a", "")).status(200).absent("/data/k");
    }

    @Test
    void updatesOwnFields() {
        apply("configmaps/a", "one", configMap("a", "data:{k:'v'}"));
        send("PATCH", "configmaps/a?fieldManager=editor", "application/merge-patch+json", "{data:{k:'x'}}")
                .status(200);
        apply("configmaps/a", "one", configMap("a", "data:{k:'v'}"))
                .status(409)
                .messageHas("conflict with \"editor\" using v1");
    }

    @Test
    void needsAManager() {
        send("PATCH", "configmaps/a", "application/apply-patch+yaml", configMap("a", ""))
                .status(422)
                .reason("Invalid")
                .messageHas("is required for apply patch");
    }

    @Test
    void refusesManagedFields() {
        apply(
                        "configmaps/a",
                        "m",
                        "{apiVersion:'v1',kind:'ConfigMap',metadata:{name:'a',managedFields:[{manager:'x'}]}}")
                .status(400)
                .messageHas("metadata.managedFields must be nil");
    }

    @Test
    void mergesListsByKey() {
        apply("apps/v1:deployments/d", "one", deployment("d", 0, ",env:[{name:'A',value:'1'}]"))
                .status(201);
        apply(
                        "apps/v1:deployments/d",
                        "two",
                        "{apiVersion:'apps/v1',kind:'Deployment',metadata:{name:'d'},spec:{template:{spec:{containers:[{name:'main',env:[{name:'B',value:'2'}]}]}}}}")
                .status(200)
                .at("/spec/template/spec/containers/0/env/0/name", "A")
                .at("/spec/template/spec/containers/0/env/1/name", "B");
        apply("apps/v1:deployments/d", "two", "{apiVersion:'apps/v1',kind:'Deployment',metadata:{name:'d'}}")
                .status(200)
                .absent("/spec/template/spec/containers/0/env/1")
                .at("/metadata/generation", 3);
    }

    @Test
    void refusesUnknownFields() {
        Reply refused = apply("configmaps/a", "m", configMap("a", "nonsense:1"));
        tally.that(refused.code() >= 400, "unknown fields are no part of the schema");
    }

    @Test
    void anElementWithoutItsKeyIsInvalidLikeAnyOther() {
        apply("pods/p", "m", "{apiVersion:'v1',kind:'Pod',metadata:{name:'p'},spec:{containers:[{image:'x'}]}}")
                .status(422)
                .reason("Invalid")
                .message("Pod \"p\" is invalid: spec.containers[0].name: Required value");
        apply("services/s", "m", "{apiVersion:'v1',kind:'Service',metadata:{name:'s'},spec:{ports:[{name:'x'}]}}")
                .status(422)
                .messageHas("spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive");
        apply(
                        "pods/p",
                        "m",
                        "{apiVersion:'v1',kind:'Pod',metadata:{name:'p'},spec:{containers:[{name:'a',image:'x',"
                                + "env:[{value:'x'}]}]}}")
                .status(422)
                .message("Pod \"p\" is invalid: spec.containers[0].env[0].name: Required value");
    }

    @Test
    void anIdentityIsThatOfTheObject() {
        String foreign = "{apiVersion:'v1',kind:'ConfigMap',metadata:{name:'c',uid:'nope'},data:{a:'b'}}";
        apply("configmaps/c", "m", foreign)
                .status(409)
                .reason("Conflict")
                .message(
                        "Operation cannot be fulfilled on configmaps \"c\": uid mismatch: the provided object specified uid"
                                + " nope, and no existing object was found");
        apply("configmaps/c", "m", configMap("c", "data:{a:'b'}")).status(201);
        apply("configmaps/c", "m", foreign)
                .status(422)
                .message("ConfigMap \"c\" is invalid: metadata.uid: Invalid value: \"nope\": field is immutable");
    }

    @Test
    void takesOverWhatClientSideApplyHasWritten() {
        String last =
                "{\\\"apiVersion\\\":\\\"v1\\\",\\\"kind\\\":\\\"ConfigMap\\\",\\\"metadata\\\":{\\\"annotations\\\":{},"
                        + "\\\"name\\\":\\\"c\\\"},\\\"data\\\":{\\\"a\\\":\\\"1\\\"}}\\n";
        post(
                        "configmaps?fieldManager=kubectl-client-side-apply",
                        "{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"c\",\"annotations\":"
                                + "{\"kubectl.kubernetes.io/last-applied-configuration\":\"" + last
                                + "\"}},\"data\":{\"a\":\"1\"}}")
                .status(201);

        apply("configmaps/c", "kubectl", configMap("c", "data:{a:'2'}"))
                .status(200)
                .at("/data/a", "2");
        apply("configmaps/c", "other", configMap("c", "data:{a:'3'}"))
                .status(409)
                .reason("Conflict");
    }
}
