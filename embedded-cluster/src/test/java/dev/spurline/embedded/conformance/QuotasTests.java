// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.conformance;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * ResourceQuotas are counted and enforced, LimitRanges fill in and bound.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/policy/resource-quotas/">what Kubernetes says</a>
 */
@Tag("api")
class QuotasTests extends ConformanceTestCase {

    @Test
    void countsObjects() {
        post(
                        "resourcequotas",
                        "{apiVersion:'v1',kind:'ResourceQuota',metadata:{name:'q'},spec:{hard:{secrets:'1','requests.cpu':'2'}}}")
                .status(201);
        eventually("resourcequotas/q", "/status/used/secrets", "0");
        post("secrets", "{apiVersion:'v1',kind:'Secret',metadata:{name:'a'}}").status(201);
        post("secrets", "{apiVersion:'v1',kind:'Secret',metadata:{name:'b'}}")
                .status(403)
                .reason("Forbidden")
                .message(
                        "secrets \"b\" is forbidden: exceeded quota: q, requested: secrets=1, used: secrets=1, limited: secrets=1");
        post("pods", pod("p", "")).status(403).messageHas("failed quota: q: must specify requests.cpu for: main");
        post("pods", pod("p", ",resources:{requests:{cpu:'3'}}"))
                .status(403)
                .messageHas(
                        "exceeded quota: q, requested: requests.cpu=3, used: requests.cpu=0, limited: requests.cpu=2");
        post("pods", pod("p", ",resources:{requests:{cpu:'500m'}}")).status(201);
        eventually("resourcequotas/q", "/status/used/requests.cpu", "500m").at("/status/hard/secrets", "1");
        delete("secrets/a");
        eventually("resourcequotas/q", "/status/used/secrets", "0");
    }

    @Test
    void refusesAtDryRunsAndCountsNone() {
        quota("secrets:'1'");
        post("secrets?dryRun=All", "{apiVersion:'v1',kind:'Secret',metadata:{name:'a'}}")
                .status(201);
        post("secrets?dryRun=All", "{apiVersion:'v1',kind:'Secret',metadata:{name:'b'}}")
                .status(201);
        post("secrets", "{apiVersion:'v1',kind:'Secret',metadata:{name:'a'}}").status(201);
        eventually("resourcequotas/q", "/status/used/secrets", "1");
        post("secrets?dryRun=All", "{apiVersion:'v1',kind:'Secret',metadata:{name:'b'}}")
                .status(403)
                .reason("Forbidden")
                .message(
                        "secrets \"b\" is forbidden: exceeded quota: q, requested: secrets=1, used: secrets=1, limited: secrets=1");
    }

    @Test
    void countsWhatPodsNeedAtTheirPeak() {
        quota("'requests.cpu':'10','limits.cpu':'10',pods:'5','count/pods':'5'");
        post("pods", """
                        {apiVersion:'v1',kind:'Pod',metadata:{name:'p'},spec:{terminationGracePeriodSeconds:1,
                         initContainers:[%s,%s],containers:[%s]}}
                        """.formatted(
                                container("side", "200m", "400m", ",restartPolicy:'Always'"),
                                container("first", "1", "1", ""),
                                container("main", "500m", "2", "")))
                .status(201);
        eventually("resourcequotas/q", "/status/used/requests.cpu", "1200m")
                .at("/status/used/limits.cpu", "2400m")
                .at("/status/used/pods", "1")
                .at("/status/used/count~1pods", "1");
    }

    @Test
    void countsPortsOfNodesAndLeavesOutWhatNothingUses() {
        quota("services:'5','services.nodeports':'3','services.loadbalancers':'5','limits.example.org/gpu':'1',"
                + "'count/nothings.example.org':'1'");
        post("services", service("two", "NodePort", "{name:'a',port:80},{name:'b',port:81}"))
                .status(201);
        post("services", service("more", "LoadBalancer", "{name:'a',port:80},{name:'b',port:81}"))
                .status(403)
                .messageHas(
                        "exceeded quota: q, requested: services.nodeports=2, used: services.nodeports=2, limited: services.nodeports=3");
        post("services", service("one", "LoadBalancer", "{port:80}")).status(201);
        eventually("resourcequotas/q", "/status/used/services.nodeports", "3")
                .at("/status/used/services.loadbalancers", "1")
                .at("/status/used/services", "2")
                .absent("/status/used/limits.example.org~1gpu")
                .absent("/status/used/count~1nothings.example.org");
    }

    @Test
    void countsOnlyThePodsOfItsScopes() {
        scoped("best", "scopes:['BestEffort']");
        scoped("ending", "scopes:['Terminating','NotBestEffort']");
        post("pods", pod("idle", "")).status(201);
        eventually("resourcequotas/best", "/status/used/pods", "1");
        post("pods", pod("more", ""))
                .status(403)
                .messageHas("exceeded quota: best, requested: pods=1, used: pods=1, limited: pods=1");
        post("pods", pod("busy", ",resources:{requests:{cpu:'10m'}}")).status(201);
        post(
                        "pods",
                        pod("short", ",resources:{requests:{cpu:'10m'}}")
                                .replace("spec:{", "spec:{activeDeadlineSeconds:60,"))
                .status(201);
        eventually("resourcequotas/ending", "/status/used/pods", "1");
        get("resourcequotas/best").at("/status/used/pods", "1");
    }

    @Test
    void countsThePodsOfAPriority() {
        scoped(
                "named",
                "scopeSelector:{matchExpressions:[{scopeName:'PriorityClass',operator:'In',values:['system-node-critical']}]}");
        scoped("none", "scopeSelector:{matchExpressions:[{scopeName:'PriorityClass',operator:'DoesNotExist'}]}");
        post("pods", pod("a", "")).status(201);
        eventually("resourcequotas/none", "/status/used/pods", "1");
        get("resourcequotas/named").at("/status/used/pods", "0");
    }

    private void scoped(String name, String scopes) {
        post(
                        "resourcequotas",
                        "{apiVersion:'v1',kind:'ResourceQuota',metadata:{name:'%s'},spec:{hard:{pods:'1'},%s}}"
                                .formatted(name, scopes))
                .status(201);
    }

    @Test
    void settles() {
        quota("'services.nodeports':'3'");
        post("services", service("two", "NodePort", "{name:'a',port:80},{name:'b',port:81}"))
                .status(201);
        String settled = eventually("resourcequotas/q", "/status/used/services.nodeports", "2")
                .text("/metadata/resourceVersion");
        for (int i = 0; i < 20; i++) {
            post("configmaps", configMap("c" + i, "")).status(201);
        }
        get("resourcequotas/q").at("/metadata/resourceVersion", settled);
    }

    @Test
    void containersThatBeginThePodSayWhatTheyNeedToo() {
        quota("'requests.cpu':'10','requests.ephemeral-storage':'10'");
        post("pods", beginning("{name:'first',image:'conformance/app:1'}"))
                .status(403)
                .messageHas("failed quota: q: must specify requests.cpu for: first,main");
    }

    private void quota(String hard) {
        post(
                        "resourcequotas",
                        "{apiVersion:'v1',kind:'ResourceQuota',metadata:{name:'q'},spec:{hard:{%s}}}".formatted(hard))
                .status(201);
        eventually(
                "counted",
                () -> get("resourcequotas/q").body().at("/status/used").isObject());
    }

    private static String container(String name, String request, String limit, String more) {
        return "{name:'%s',image:'conformance/app:1',resources:{requests:{cpu:'%s'},limits:{cpu:'%s'}}%s}"
                .formatted(name, request, limit, more);
    }

    private static String service(String name, String type, String ports) {
        return "{apiVersion:'v1',kind:'Service',metadata:{name:'%s'},spec:{type:'%s',selector:{app:'x'},ports:[%s]}}"
                .formatted(name, type, ports);
    }

    @Test
    void limitRanges() {
        post(
                        "limitranges",
                        "{apiVersion:'v1',kind:'LimitRange',metadata:{name:'l'},spec:{limits:[{type:'Container',default:{cpu:'500m'},defaultRequest:{cpu:'100m'},max:{cpu:'1'}}]}}")
                .status(201);
        eventually(
                "defaulted",
                () -> post("pods?dryRun=All", pod("p", ""))
                        .text("/spec/containers/0/resources/limits/cpu")
                        .equals("500m"));
        post("pods", pod("p", ""))
                .status(201)
                .at("/spec/containers/0/resources/requests/cpu", "100m")
                .at("/spec/containers/0/resources/limits/cpu", "500m");
        post("pods", pod("x", ",resources:{limits:{cpu:'2'}}"))
                .status(403)
                .reason("Forbidden")
                .messageHas("maximum cpu usage per Container is 1, but limit is 2");
    }

    @Test
    void limitRangesHoldForContainersThatBeginThePod() {
        post("limitranges", """
                        {apiVersion:'v1',kind:'LimitRange',metadata:{name:'l'},spec:{limits:[
                         {type:'Container',default:{cpu:'500m'},defaultRequest:{cpu:'100m'},max:{cpu:'1'}}]}}
                        """).status(201);
        eventually(
                "defaulted",
                () -> post("pods?dryRun=All", pod("p", ""))
                        .text("/spec/containers/0/resources/limits/cpu")
                        .equals("500m"));
        post("pods?dryRun=All", beginning("{name:'first',image:'conformance/app:1'}"))
                .status(201)
                .at("/spec/initContainers/0/resources/requests/cpu", "100m")
                .at("/spec/initContainers/0/resources/limits/cpu", "500m");
        post("pods?dryRun=All", beginning(container("first", "100m", "2", "")))
                .status(403)
                .messageHas("maximum cpu usage per Container is 1, but limit is 2");
    }

    private static String beginning(String container) {
        return """
                {apiVersion:'v1',kind:'Pod',metadata:{name:'p'},spec:{initContainers:[%s],
                 containers:[{name:'main',image:'conformance/app:1'}]}}
                """.formatted(container);
    }
}
