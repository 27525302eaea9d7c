// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.conformance;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Creating objects: status codes, server-side metadata, generated names, and what is refused.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/">what Kubernetes says</a>
 */
@Tag("api")
class CreationTests extends ConformanceTestCase {

    @Test
    void setsMetadata() {
        Reply made = post("configmaps", configMap("a", "data:{k:'v'}"))
                .status(201)
                .at("/kind", "ConfigMap")
                .at("/apiVersion", "v1")
                .at("/metadata/namespace", ns())
                .present("/metadata/uid")
                .present("/metadata/resourceVersion")
                .present("/metadata/creationTimestamp")
                .absent("/metadata/generation");
        get("configmaps/a").status(200).at("/metadata/uid", made.uid()).at("/data/k", "v");
    }

    @Test
    void refusesASecondOne() {
        post("configmaps", configMap("a", "")).status(201);
        post("configmaps", configMap("a", ""))
                .status(409)
                .reason("AlreadyExists")
                .message("configmaps \"a\" already exists")
                .at("/details/name", "a")
                .at("/details/kind", "configmaps");
    }

    @Test
    void generatesNames() {
        post("configmaps", "{apiVersion:'v1',kind:'ConfigMap',metadata:{generateName:'x-'}}")
                .status(201)
                .matches("/metadata/name", "x-[bcdfghjklmnpqrstvwxz2456789]{5}")
                .at("/metadata/generateName", "x-");
    }

    @Test
    void needsAName() {
        post("configmaps", "{apiVersion:'v1',kind:'ConfigMap',metadata:{}}")
                .status(422)
                .reason("Invalid")
                .messageHas("name or generateName is required");
    }

    @Test
    void validatesNames() {
        post("configmaps", configMap("Not_Valid", ""))
                .status(422)
                .reason("Invalid")
                .at("/details/causes/0/field", "metadata.name")
                .at("/details/causes/0/reason", "FieldValueInvalid")
                .messageHas("a lowercase RFC 1123 subdomain must consist of");
    }

    @Test
    void validatesLabels() {
        post("configmaps", "{apiVersion:'v1',kind:'ConfigMap',metadata:{name:'a',labels:{k:'not valid'}}}")
                .status(422)
                .reason("Invalid")
                .at("/details/causes/0/field", "metadata.labels")
                .messageHas("a valid label must be an empty string");
    }

    @Test
    void needsItsNamespace() {
        post("/api/v1/namespaces/absent-namespace/configmaps", configMap("a", ""))
                .status(404)
                .reason("NotFound")
                .message("namespaces \"absent-namespace\" not found");
    }

    @Test
    void refusesAnotherNamespace() {
        post("configmaps", "{apiVersion:'v1',kind:'ConfigMap',metadata:{name:'a',namespace:'other'}}")
                .status(400)
                .reason("BadRequest")
                .messageHas("the namespace of the provided object does not match the namespace sent on the request");
    }

    @Test
    void refusesAnotherKind() {
        post("configmaps", "{apiVersion:'v1',kind:'Secret',metadata:{name:'a'}}")
                .status(400)
                .reason("BadRequest");
    }

    @Test
    void refusesAResourceVersion() {
        post("configmaps", "{apiVersion:'v1',kind:'ConfigMap',metadata:{name:'a',resourceVersion:'1'}}")
                .status(500)
                .messageHas("resourceVersion should not be set on objects to be created");
    }

    @Test
    void knowsNoOtherResource() {
        get("nonsenses").status(404).absent("/items");
        post("nonsenses", configMap("a", "")).status(404);
    }

    @Test
    void needsJson() {
        send("POST", "configmaps", "text/plain", configMap("a", "")).status(415).reason("UnsupportedMediaType");
    }
}
