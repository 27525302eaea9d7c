// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.conformance;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What containers find in their environment.
 *
 * @see <a href="https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/">what Kubernetes says</a>
 */
@Tag("node")
@Unverified("no node at the real cluster; held by the replay of node.json")
class PodEnvironmentTests extends ConformanceTestCase {

    @Test
    void variables() {
        needsNode();
        post("configmaps", configMap("c", "data:{k:'v',l:'w'}")).status(201);
        post("secrets", "{apiVersion:'v1',kind:'Secret',metadata:{name:'s'},stringData:{pw:'s3'}}")
                .status(201);
        post("pods", pod("p", """
            ,args:['env'],envFrom:[{configMapRef:{name:'c'}},{prefix:'P_',secretRef:{name:'s'}}],env:[{name:'A',value:'1'},
            {name:'B',value:'$(A)2 $(NOPE) $$(A)'},{name:'l',value:'own'},{name:'POD',valueFrom:{fieldRef:{fieldPath:'metadata.name'}}},
            {name:'NS',valueFrom:{fieldRef:{fieldPath:'metadata.namespace'}}},{name:'ACCOUNT',valueFrom:{fieldRef:{fieldPath:'spec.serviceAccountName'}}},{name:'KEY',valueFrom:{secretKeyRef:{name:'s',key:'pw'}}}]""")).status(201);
        eventually("pods/p", "/status/phase", "Running");
        eventually("the log", () -> get("pods/p/log").body().asText().contains("POD=p"));
        List<String> log = get("pods/p/log").body().asText().lines().toList();
        for (String line : List.of(
                "A=1",
                "B=12 $(NOPE) $(A)",
                "k=v",
                "l=own",
                "P_pw=s3",
                "POD=p",
                "NS=" + ns(),
                "KEY=s3",
                "ACCOUNT=default")) {
            tally.that(log.contains(line), line + " is not in " + log);
        }
    }

    @Test
    void logsCanBeCut() {
        needsNode();
        post("pods", pod("p", ",args:['env'],env:[{name:'ZZ',value:'1'}]")).status(201);
        eventually("the log", () -> get("pods/p/log").body().asText().contains("ZZ=1"));
        tally.same(
                "tail",
                1L,
                get("pods/p/log?tailLines=1").body().asText().lines().count());
        tally.same(
                "nothing",
                0L,
                get("pods/p/log?tailLines=0").body().asText().lines().count());
        get("pods/p/log?container=nope").status(400).message("container nope is not valid for pod p");
        get("pods/absent/log").status(404);
    }
}
