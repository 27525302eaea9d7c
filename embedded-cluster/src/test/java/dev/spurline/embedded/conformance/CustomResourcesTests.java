// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.conformance;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * CustomResourceDefinitions made at run time: pruning, defaults, validation, versions, status.
 *
 * @see <a href="https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/">what Kubernetes says</a>
 */
@Tag("api")
class CustomResourcesTests extends ConformanceTestCase {

    String group = "g" + java.util.UUID.randomUUID().toString().substring(0, 8) + ".example.com";

    void define(String schema) {
        post("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", """
            {apiVersion:'apiextensions.k8s.io/v1',kind:'CustomResourceDefinition',metadata:{name:'things.%1$s'},spec:{group:'%1$s',
             scope:'Namespaced',names:{plural:'things',singular:'thing',kind:'Thing',listKind:'ThingList'},
             versions:[{name:'v1',served:true,storage:true,subresources:{status:{}},schema:{openAPIV3Schema:%2$s}},
                       {name:'v1beta1',served:true,storage:false,schema:{openAPIV3Schema:%2$s}}]}}
            """.formatted(group, schema))
                .status(201);
        eventually(
                "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/things." + group,
                "/status/conditions/1/status",
                "True");
        eventually("served", () -> get(group + "/v1:things").code() == 200);
    }

    String thing(String name, String rest) {
        return "{apiVersion:'%s/v1',kind:'Thing',metadata:{name:'%s'},%s}".formatted(group, name, rest);
    }

    void undefine() {
        delete("/apis/apiextensions.k8s.io/v1/customresourcedefinitions/things." + group)
                .status(200);
        eventuallyGone("/apis/apiextensions.k8s.io/v1/customresourcedefinitions/things." + group);
    }

    @Test
    void structuralSchemas() {
        define(
                "{type:'object',properties:{spec:{type:'object',required:['size'],properties:{size:{type:'integer',minimum:1},color:{type:'string',default:'red',enum:['red','blue']},free:{type:'object','x-kubernetes-preserve-unknown-fields':true}}},status:{type:'object',properties:{ok:{type:'boolean'}}}}}");
        post(group + "/v1:things", thing("a", "spec:{size:2,unknown:1,free:{any:1}},status:{ok:true}"))
                .status(201)
                .at("/spec/color", "red")
                .absent("/spec/unknown")
                .at("/spec/free/any", 1)
                .absent("/status")
                .at("/metadata/generation", 1);
        post(group + "/v1:things", thing("b", "spec:{size:0}"))
                .status(422)
                .reason("Invalid")
                .messageHas("spec.size: Invalid value: 0: spec.size in body should be greater than or equal to 1");
        post(group + "/v1:things", thing("b", "spec:{}")).status(422).messageHas("spec.size: Required value");
        post(group + "/v1:things", thing("b", "spec:{size:1,color:'green'}"))
                .status(422)
                .messageHas("Unsupported value: \"green\"");
        post(group + "/v1:things", thing("b", "spec:{size:'x'}"))
                .status(422)
                .messageHas("must be of type integer: \"string\"");
        merge(group + "/v1:things/a/status", "{status:{ok:true},spec:{size:9}}")
                .status(200)
                .at("/status/ok", "true")
                .at("/spec/size", 2)
                .at("/metadata/generation", 1);
        merge(group + "/v1:things/a", "{spec:{size:3}}")
                .status(200)
                .at("/metadata/generation", 2)
                .at("/status/ok", "true");
        get(group + "/v1beta1:things/a")
                .status(200)
                .at("/apiVersion", group + "/v1beta1")
                .at("/spec/size", 3);
        get(group + "/v1:things").status(200).at("/kind", "ThingList").names("a");
        strategic(group + "/v1:things/a", "{spec:{size:4}}").status(415).reason("UnsupportedMediaType");
        apply(group + "/v1:things/c", "m", thing("c", "spec:{size:1}"))
                .status(201)
                .at("/spec/color", "red");
        undefine();
        get(group + "/v1:things").status(404);
    }

    @Test
    void watchesAndDeletion() {
        define("{type:'object','x-kubernetes-preserve-unknown-fields':true}");
        String from = get(group + "/v1:things").version();
        try (Watch watch = watch(group + "/v1:things?watch=true&resourceVersion=" + from)) {
            post(group + "/v1:things", thing("a", "spec:{anything:[1,{x:'y'}]}"))
                    .status(201)
                    .at("/spec/anything/1/x", "y");
            merge(group + "/v1:things/a", "{spec:{more:true}}").status(200).at("/metadata/generation", 2);
            delete(group + "/v1:things/a").status(200).at("/status", "Success");
            watch.sees("ADDED a", "MODIFIED a", "DELETED a");
        }
        get("/apis/" + group + "/v1").status(200).at("/kind", "APIResourceList").at("/resources/0/name", "things");
        undefine();
    }

    @Test
    void theGroupsOfKubernetesAskForApproval() {
        String definition = """
                {apiVersion:'apiextensions.k8s.io/v1',kind:'CustomResourceDefinition',
                 metadata:{name:'things.a%1$s.k8s.io'%2$s},
                 spec:{group:'a%1$s.k8s.io',scope:'Namespaced',names:{plural:'things',kind:'Thing',listKind:'ThingList'},
                  versions:[{name:'v1',served:true,storage:true,schema:{openAPIV3Schema:{type:'object'}}}]}}
                """;
        String definitions = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions?dryRun=All";
        String name = group.substring(1, 9);

        post(definitions, definition.formatted(name, ""))
                .status(422)
                .messageHas(
                        "metadata.annotations[api-approved.kubernetes.io]: Required value: protected groups must have approval annotation \"api-approved.kubernetes.io\", see https://github.com/kubernetes/enhancements/pull/1111");
        post(definitions, definition.formatted(name, ",annotations:{'api-approved.kubernetes.io':'surely'}"))
                .status(422)
                .messageHas(
                        "metadata.annotations[api-approved.kubernetes.io]: Invalid value: \"surely\": protected groups must have approval annotation \"api-approved.kubernetes.io\" with either a URL or a reason starting with \"unapproved\"");
        for (String approval : List.of("unapproved, for a test", "https://example.com/1")) {
            post(
                            definitions,
                            definition.formatted(
                                    name, ",annotations:{'api-approved.kubernetes.io':'" + approval + "'}"))
                    .status(201);
        }
    }
}
