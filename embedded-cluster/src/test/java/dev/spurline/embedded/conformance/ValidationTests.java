// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.conformance;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What is not accepted, and how that is said.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation">what Kubernetes says</a>
 */
@Tag("api")
class ValidationTests extends ConformanceTestCase {

    @Test
    void requiredFields() {
        post("apps/v1:deployments", "{apiVersion:'apps/v1',kind:'Deployment',metadata:{name:'d'},spec:{}}")
                .status(422)
                .reason("Invalid")
                .messageHas("spec.selector: Required value")
                .at("/details/group", "apps")
                .at("/details/kind", "Deployment");
        post("pods", "{apiVersion:'v1',kind:'Pod',metadata:{name:'p'},spec:{containers:[]}}")
                .status(422)
                .messageHas("spec.containers: Required value");
        post("services", "{apiVersion:'v1',kind:'Service',metadata:{name:'s'},spec:{}}")
                .status(422)
                .messageHas("spec.ports: Required value");
    }

    @Test
    void wrongTypes() {
        post("apps/v1:deployments", deployment("d", 0, "").replace("replicas:0", "replicas:'x'"))
                .status(400)
                .reason("BadRequest")
                .messageHas("cannot unmarshal string into Go struct field");
    }

    @Test
    void unknownFieldsByWish() {
        post("configmaps?fieldValidation=Strict", configMap("a", "nonsense:1"))
                .status(400)
                .reason("BadRequest")
                .messageHas("strict decoding error: unknown field \"nonsense\"");
        post("configmaps?fieldValidation=Ignore", configMap("a", "nonsense:1"))
                .status(201)
                .absent("/nonsense");
        post("configmaps", configMap("b", "nonsense:1")).status(201).absent("/nonsense");
    }

    @Test
    void namesOfContainersAndPorts() {
        post("pods", pod("p", "").replace("name:'main'", "name:'Main_'"))
                .status(422)
                .at("/details/causes/0/field", "spec.containers[0].name");
        post("pods", pod("p", ",ports:[{containerPort:99999}]"))
                .status(422)
                .messageHas("must be between 1 and 65535, inclusive");
        post("services", "{apiVersion:'v1',kind:'Service',metadata:{name:'S'},spec:{ports:[{port:80}]}}")
                .status(422)
                .at("/details/causes/0/field", "metadata.name");
        post("services", "{apiVersion:'v1',kind:'Service',metadata:{name:'1s'},spec:{ports:[{port:80}]}}")
                .status(201);
    }

    @Test
    void quantities() {
        post("pods", pod("p", ",resources:{requests:{cpu:'2'},limits:{cpu:'1'}}"))
                .status(422)
                .messageHas("must be less than or equal to cpu limit");
        Reply refused =
                post("pods", pod("p", ",resources:{requests:{cpu:'much'}}")).status(400);
        refused.messageHas("quantities must match the regular expression");
    }

    @Test
    void configKeys() {
        post("configmaps", configMap("a", "data:{'not valid':'v'}"))
                .status(422)
                .messageHas("a valid config key must consist of alphanumeric characters");
    }
}
