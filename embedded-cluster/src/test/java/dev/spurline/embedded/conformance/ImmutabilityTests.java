// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.conformance;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Fields that cannot be changed once an object is there.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#label-selector-updates">what Kubernetes says</a>
 */
@Tag("api")
class ImmutabilityTests extends ConformanceTestCase {

    @Test
    void selectorsOfDeployments() {
        post("apps/v1:deployments", deployment("d", 0, ""));
        merge(
                        "apps/v1:deployments/d",
                        "{spec:{selector:{matchLabels:{app:'x'}},template:{metadata:{labels:{app:'x'}}}}}")
                .status(422)
                .reason("Invalid")
                .messageHas("field is immutable")
                .at("/details/causes/0/field", "spec.selector");
    }

    @Test
    void selectorsMustMatchTheirTemplates() {
        post("apps/v1:deployments", deployment("d", 0, "").replace("matchLabels:{app:'d'}", "matchLabels:{app:'x'}"))
                .status(422)
                .messageHas("`selector` does not match template `labels`")
                .at("/details/causes/0/field", "spec.template.metadata.labels");
    }

    @Test
    void templatesOfJobs() {
        post(
                        "batch/v1:jobs",
                        "{apiVersion:'batch/v1',kind:'Job',metadata:{name:'j'},spec:{suspend:true,template:{spec:{restartPolicy:'Never',containers:[{name:'main',image:'x'}]}}}}")
                .status(201);
        strategic("batch/v1:jobs/j", "{spec:{template:{spec:{containers:[{name:'main',image:'y'}]}}}}")
                .status(422)
                .reason("Invalid")
                .messageHas("field is immutable");
    }

    @Test
    void addressesOfServices() {
        Reply made = post("services", "{apiVersion:'v1',kind:'Service',metadata:{name:'s'},spec:{ports:[{port:80}]}}")
                .status(201)
                .matches("/spec/clusterIP", "\\d+\\.\\d+\\.\\d+\\.\\d+");
        merge("services/s", "{spec:{clusterIP:'10.96.250.250',clusterIPs:['10.96.250.250']}}")
                .status(422)
                .reason("Invalid")
                .messageHas("may not change once set");
        get("services/s").at("/spec/clusterIP", made.text("/spec/clusterIP"));
    }

    @Test
    void immutableConfigMaps() {
        post("configmaps", configMap("a", "immutable:true,data:{k:'v'}")).status(201);
        merge("configmaps/a", "{data:{k:'w'}}")
                .status(422)
                .reason("Invalid")
                .messageHas("field is immutable when `immutable` is set");
        merge("configmaps/a", "{metadata:{labels:{k:'w'}}}").status(200);
    }

    @Test
    void podsKeepTheirSpec() {
        post("pods", pod("p", "")).status(201);
        strategic("pods/p", "{spec:{containers:[{name:'main',command:['x']}]}}")
                .status(422)
                .messageHas("pod updates may not change fields other than");
        strategic("pods/p", "{spec:{containers:[{name:'main',image:'conformance/app:2'}]}}")
                .status(200);
    }

    @Test
    void typesOfSecrets() {
        post("secrets", "{apiVersion:'v1',kind:'Secret',metadata:{name:'a'}}").at("/type", "Opaque");
        merge("secrets/a", "{type:'x/y'}").status(422).messageHas("field is immutable");
    }
}
