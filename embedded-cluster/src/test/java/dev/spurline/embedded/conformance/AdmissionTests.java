// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.internal.apiserver.admission.HookRequest;
import dev.spurline.embedded.internal.apiserver.admission.HookVerdict;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What clients see of an admission webhook that refuses or changes their writes. On other clusters than the embedded one it
 * would take a server that they can reach: not run there. A real server was asked the same by hand.
 *
 * @see <a href="https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/">what Kubernetes
 *     says</a>
 */
@Tag("api")
class AdmissionTests extends ConformanceTestCase {

    private static final String DENIED = "admission webhook \"test.spurline.dev\" denied the request";
    private static final String MODIFIED =
            "admission webhook \"test.spurline.dev\" attempted to modify the object, which is not supported for this operation";

    private final List<String> asked = new CopyOnWriteArrayList<>();

    private AutoCloseable refusing(int code, String message) {
        return admission(request -> {
            asked.add("%s %s %s%s"
                    .formatted(
                            request.operation(),
                            request.resource() + (request.subresource().isEmpty() ? "" : "/" + request.subresource()),
                            request.name(),
                            request.dryRun() ? " dry" : ""));
            return HookVerdict.refuse(code, message);
        });
    }

    private AutoCloseable labelling(String label) {
        return admission(request -> mutated(request, "labels", label));
    }

    private static HookVerdict mutated(HookRequest request, String field, String value) {
        ObjectNode object = request.object();
        object.withObject("metadata").putObject(field).put("seen", value);
        return HookVerdict.mutate(object);
    }

    /** A real server would call them. */
    @ParameterizedTest
    @ValueSource(strings = {"MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"})
    void keepsConfigurationsOfWebhooksAndCallsNone(String kind) throws Exception {
        String all = "/apis/admissionregistration.k8s.io/v1/" + kind.toLowerCase(Locale.ROOT) + "s";
        String webhook =
                "{name:'a.example.com',failurePolicy:'Fail',clientConfig:{url:'https://127.0.0.1:1/'},admissionReviewVersions:['v1'],sideEffects:'None',rules:[{apiGroups:['*'],apiVersions:['*'],operations:['*'],resources:['*']}]}";
        try (AutoCloseable hook = admission(request -> HookVerdict.allow())) {
            assertThat(hook).isNotNull();
            post(all, "{metadata:{name:'a'},webhooks:[%s]}".formatted(webhook))
                    .status(201)
                    .warnings(
                            "the embedded API server calls no webhooks: this configuration is kept, and has no effect")
                    .at("/metadata/generation", 1)
                    .at("/webhooks/0/name", "a.example.com");

            post("configmaps", "{metadata:{name:'a'}}").status(201).warnings();
            merge(all + "/a", "{webhooks:[]}").status(200).at("/metadata/generation", 2);
            get(all).status(200).at("/kind", kind + "List").at("/items/0/metadata/name", "a");
            delete(all + "/a").status(200);
        }
    }

    @Test
    void refusesACreate() throws Exception {
        try (AutoCloseable hook = refusing(403, "not on a Friday")) {
            assertThat(hook).isNotNull();
            post("secrets", "{metadata:{name:'a'}}")
                    .status(403)
                    .reason("Forbidden")
                    .at("/kind", "Status")
                    .at("/status", "Failure")
                    .at("/code", 403)
                    .message(DENIED + ": not on a Friday")
                    .absent("/details");
        }
        get("secrets/a").status(404);
        tally.same("asked", List.of("CREATE secrets a"), asked);
    }

    @Test
    void refusesInItsOwnWords() throws Exception {
        try (AutoCloseable hook = refusing(422, "x")) {
            assertThat(hook).isNotNull();
            post("secrets", "{metadata:{name:'a'}}").status(422).message(DENIED + ": x");
        }
        try (AutoCloseable hook = refusing(200, "x")) {
            assertThat(hook).isNotNull();
            post("secrets", "{metadata:{name:'a'}}")
                    .status(400)
                    .message(DENIED + ": x")
                    .absent("/reason");
        }
        try (AutoCloseable hook = refusing(400, "")) {
            assertThat(hook).isNotNull();
            post("secrets", "{metadata:{name:'a'}}").status(400).message(DENIED + " without explanation");
        }
    }

    @Test
    void isAskedBeforeANameIsGenerated() throws Exception {
        List<String> names = new CopyOnWriteArrayList<>();
        AutoCloseable watching = admission(request -> {
            names.add("request [%s], object [%s]"
                    .formatted(
                            request.name(),
                            request.object().path("metadata").path("name").asText()));
            return mutated(request, "labels", "yes");
        });
        try (watching) {
            post("secrets", "{metadata:{generateName:'a-'}}")
                    .status(201)
                    .matches("/metadata/name", "a-[a-z0-9]{5}")
                    .at("/metadata/labels/seen", "yes");
        }
        tally.same("asked", List.of("request [], object []"), names);
    }

    @Test
    void refusesEachWayOfWriting() throws Exception {
        post("secrets", "{metadata:{name:'a'}}").status(201);
        try (AutoCloseable hook = refusing(403, "no")) {
            assertThat(hook).isNotNull();
            put("secrets/a", "{metadata:{name:'a',labels:{k:'v'}}}").status(403).message(DENIED + ": no");
            merge("secrets/a", "{metadata:{labels:{k:'v'}}}").status(403);
            json("secrets/a", "[{op:'add',path:'/metadata/labels',value:{k:'v'}}]")
                    .status(403);
            merge("secrets/a", "{}").status(403);
            apply("secrets/n", "m", "{apiVersion:'v1',kind:'Secret',metadata:{name:'n'}}")
                    .status(403);
            delete("secrets/a").status(403).message(DENIED + ": no");
            delete("secrets").status(403);
        }
        get("secrets/a").status(200).absent("/metadata/labels");
        tally.same(
                "asked",
                List.of(
                        "UPDATE secrets a",
                        "UPDATE secrets a",
                        "UPDATE secrets a",
                        "UPDATE secrets a",
                        "CREATE secrets n",
                        "DELETE secrets a",
                        "DELETE secrets a"),
                asked);
    }

    @Test
    void isAskedWhatIsOnlyTried() throws Exception {
        post("secrets", "{metadata:{name:'a'}}").status(201);
        try (AutoCloseable hook = refusing(403, "no")) {
            assertThat(hook).isNotNull();
            post("secrets?dryRun=All", "{metadata:{name:'b'}}").status(403);
            merge("secrets/a?dryRun=All", "{metadata:{labels:{k:'v'}}}").status(403);
            delete("secrets/a?dryRun=All").status(403);
        }
        tally.same("asked", List.of("CREATE secrets b dry", "UPDATE secrets a dry", "DELETE secrets a dry"), asked);
    }

    @Test
    void isNotAskedWhatCannotBe() throws Exception {
        try (AutoCloseable hook = refusing(403, "no")) {
            assertThat(hook).isNotNull();
            delete("secrets/none").status(404).reason("NotFound");
            merge("secrets/none", "{}").status(404);
            post("secrets", "{metadata:{name:1}}").status(400);
        }
        tally.same("asked", List.of(), asked);
    }

    @Test
    void comesBeforeTheServersOwnRules() throws Exception {
        post("secrets", "{metadata:{name:'a'}}").status(201);
        try (AutoCloseable hook = refusing(403, "no")) {
            assertThat(hook).isNotNull();
            post("secrets", "{metadata:{name:'a'}}").status(403).message(DENIED + ": no");
        }
    }

    @Test
    void isAskedForSubresources() throws Exception {
        post("apps/v1:deployments", deployment("d", 0, "")).status(201);
        eventually("apps/v1:deployments/d", "/status/observedGeneration", 1);
        try (AutoCloseable hook = admission(request ->
                request.subresource().equals("status") ? HookVerdict.refuse(403, "no") : HookVerdict.allow())) {
            assertThat(hook).isNotNull();
            merge("apps/v1:deployments/d/status", "{status:{replicas:7}}")
                    .status(403)
                    .message(DENIED + ": no");
            merge("apps/v1:deployments/d", "{metadata:{labels:{k:'v'}}}").status(200);
        }
    }

    @Test
    void changesWhatIsWritten() throws Exception {
        post("secrets", "{metadata:{name:'a'}}").status(201);
        try (AutoCloseable hook = labelling("yes")) {
            assertThat(hook).isNotNull();
            post("secrets", "{metadata:{name:'b'}}").status(201).at("/metadata/labels/seen", "yes");
            put("secrets/a", "{metadata:{name:'a'},stringData:{k:'v'}}")
                    .status(200)
                    .at("/metadata/labels/seen", "yes")
                    .at("/data/k", "dg==");
            merge("secrets/b", "{metadata:{labels:{seen:'no',k:'v'}}}")
                    .status(200)
                    .at("/metadata/labels", "{\"seen\":\"yes\"}");
            post("secrets?dryRun=All", "{metadata:{name:'c'}}").status(201).at("/metadata/labels/seen", "yes");
        }
        get("secrets/b").at("/metadata/labels/seen", "yes");
        get("secrets/c").status(404);
    }

    @Test
    void ownsNothingOfWhatIsApplied() throws Exception {
        try (AutoCloseable hook = labelling("yes")) {
            assertThat(hook).isNotNull();
            apply("configmaps/a", "m", configMap("a", "data:{k:'v'}"))
                    .status(201)
                    .at("/metadata/labels/seen", "yes")
                    .at("/metadata/managedFields/0/manager", "m")
                    .present("/metadata/managedFields/0/fieldsV1/f:data")
                    .absent("/metadata/managedFields/0/fieldsV1/f:metadata")
                    .absent("/metadata/managedFields/1");
        }
    }

    @Test
    void isHeldToTheFormOfTheKind() throws Exception {
        try (AutoCloseable hook = admission(request -> {
            request.object().put("data", "text");
            return HookVerdict.mutate(request.object());
        })) {
            assertThat(hook).isNotNull();
            post("configmaps", configMap("a", ""))
                    .status(500)
                    .reason("InternalError")
                    .message(
                            "Internal error occurred: json: cannot unmarshal string into Go struct field ConfigMap.data"
                                    + " of type map[string]string");
        }
        try (AutoCloseable hook = admission(request -> {
            request.object().put("bogus", "text");
            return HookVerdict.mutate(request.object());
        })) {
            assertThat(hook).isNotNull();
            post("configmaps?fieldValidation=Strict", configMap("a", ""))
                    .status(201)
                    .absent("/bogus");
        }
        try (AutoCloseable hook = labelling("no way!")) {
            assertThat(hook).isNotNull();
            post("configmaps", configMap("b", ""))
                    .status(422)
                    .reason("Invalid")
                    .messageHas("metadata.labels: Invalid value: \"no way!\"");
        }
    }

    @Test
    void fillsInWhatItLeavesOut() throws Exception {
        try (AutoCloseable hook = admission(request -> {
            ((ObjectNode) request.object().path("spec")).remove(List.of("type", "sessionAffinity"));
            return HookVerdict.mutate(request.object());
        })) {
            assertThat(hook).isNotNull();
            post("services", "{metadata:{name:'s'},spec:{ports:[{port:80}]}}")
                    .status(201)
                    .at("/spec/type", "ClusterIP")
                    .at("/spec/sessionAffinity", "None");
        }
    }

    @Test
    void changesNothingOfADeletion() throws Exception {
        post("secrets", "{metadata:{name:'a'}}").status(201);
        try (AutoCloseable hook = labelling("yes")) {
            assertThat(hook).isNotNull();
            delete("secrets/a")
                    .status(500)
                    .reason("InternalError")
                    .message("Internal error occurred: " + MODIFIED)
                    .at("/details/causes/0/message", MODIFIED);
        }
        get("secrets/a").status(200);
    }

    @Test
    void knowsWhoWrites() throws Exception {
        post("secrets", "{metadata:{name:'a'}}").status(201);
        List<String> users = new CopyOnWriteArrayList<>();
        try (AutoCloseable hook = admission(request -> {
            users.add(request.user());
            return HookVerdict.allow();
        })) {
            assertThat(hook).isNotNull();
            merge("secrets/a", "{metadata:{labels:{k:'v'}}}").status(200);
            delete("secrets/a").status(200);
        }
        tally.same("users", List.of("kubernetes-admin", "kubernetes-admin"), users);
    }
}
