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
}
