// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.conformance;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Reading single objects and lists.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/#standard-api-terminology">what Kubernetes says</a>
 */
@Tag("api")
class ReadingTests extends ConformanceTestCase {

    @Test
    void saysWhatIsMissing() {
        get("configmaps/absent")
                .status(404)
                .reason("NotFound")
                .message("configmaps \"absent\" not found")
                .at("/details/name", "absent")
                .at("/details/kind", "configmaps")
                .at("/kind", "Status")
                .at("/code", 404);
        get("apps/v1:deployments/absent")
                .status(404)
                .message("deployments.apps \"absent\" not found")
                .at("/details/group", "apps");
    }

    @Test
    void listsInOrderOfNames() {
        post("secrets", "{apiVersion:'v1',kind:'Secret',metadata:{name:'b'}}").status(201);
        post("secrets", "{apiVersion:'v1',kind:'Secret',metadata:{name:'a'}}").status(201);
        get("secrets")
                .status(200)
                .at("/kind", "SecretList")
                .at("/apiVersion", "v1")
                .names("a", "b")
                .present("/metadata/resourceVersion")
                .absent("/items/0/kind");
    }

    @Test
    void selectsByLabel() {
        for (String name : List.of("a", "b", "c")) {
            post(
                    "secrets",
                    "{apiVersion:'v1',kind:'Secret',metadata:{name:'%s',labels:{n:'%s',all:'x'}}}"
                            .formatted(name, name));
        }
        get("secrets?labelSelector=n%3Da").names("a");
        get("secrets?labelSelector=n!%3Da").names("b", "c");
        get("secrets?labelSelector=n%20in%20(a,c)").names("a", "c");
        get("secrets?labelSelector=n%20notin%20(a,c)").names("b");
        get("secrets?labelSelector=n").names("a", "b", "c");
        get("secrets?labelSelector=!n").names();
        get("secrets?labelSelector=all%3Dx,n%3Db").names("b");
        get("secrets?labelSelector=%3D%3D").status(400).reason("BadRequest");
    }

    @Test
    void refusesSelectorsOfLabelsThatCannotBe() {
        get("secrets?labelSelector=-a")
                .status(400)
                .message(
                        "unable to parse requirement: <nil>: Invalid value: \"-a\": name part must consist of alphanumeric"
                                + " characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g."
                                + " 'MyName',  or 'my.name',  or '123-abc', regex used for validation is"
                                + " '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')");
        get("secrets?labelSelector=a%3D-x")
                .status(400)
                .message(
                        "unable to parse requirement: values[0][a]: Invalid value: \"-x\": a valid label must be an empty"
                                + " string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an"
                                + " alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation"
                                + " is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')");
        get("secrets?labelSelector=a%20notin%20(x,-y)").status(400).messageHas("values[0][a]: Invalid value: \"-y\"");
        get("secrets?labelSelector=a/b/c")
                .status(400)
                .messageHas("Invalid value: \"a/b/c\": a valid label key must consist");
        get("secrets?labelSelector=!_a").status(400).messageHas("<nil>: Invalid value: \"_a\"");
        get("secrets?labelSelector=a%3D" + "x".repeat(64)).status(400).messageHas("must be no more than 63 bytes");
        get("secrets?labelSelector=a%3D").status(200);
        delete("secrets?labelSelector=-a").status(400);
    }

    @Test
    void selectsByField() {
        post("secrets", "{apiVersion:'v1',kind:'Secret',metadata:{name:'a'}}");
        post("secrets", "{apiVersion:'v1',kind:'Secret',metadata:{name:'b'},type:'x/y'}");
        get("secrets?fieldSelector=metadata.name%3Db").names("b");
        get("secrets?fieldSelector=type%3Dx/y").names("b");
        get("secrets?fieldSelector=type!%3Dx/y").names("a");
        get("secrets?fieldSelector=nonsense%3Db")
                .status(400)
                .reason("BadRequest")
                .messageHas("field label not supported: nonsense");
    }

    @Test
    void pages() {
        for (int i = 0; i < 5; i++) {
            post("secrets", "{apiVersion:'v1',kind:'Secret',metadata:{name:'s%d'}}".formatted(i));
        }
        Reply first = get("secrets?limit=2")
                .names("s0", "s1")
                .at("/metadata/remainingItemCount", 3)
                .present("/metadata/continue");
        post("secrets", "{apiVersion:'v1',kind:'Secret',metadata:{name:'s9'}}");
        Reply second = get("secrets?limit=2&continue=" + first.text("/metadata/continue"))
                .names("s2", "s3")
                .at("/metadata/resourceVersion", first.version())
                .at("/metadata/remainingItemCount", 1);
        get("secrets?limit=2&continue=" + second.text("/metadata/continue"))
                .names("s4")
                .absent("/metadata/continue");
        get("secrets?limit=2&continue=nonsense").status(400);
    }
}
