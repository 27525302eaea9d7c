// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.conformance;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What containers find in their volumes.
 *
 * @see <a href="https://kubernetes.io/docs/concepts/storage/volumes/">Volumes</a>
 */
@Tag("node")
@Unverified("no node at the real cluster; a missing Secret is held by the replay of node.json")
class PodVolumesTests extends ConformanceTestCase {

    static String reading(String files, String volume) {
        return pod("p", ",args:['cat',%s],volumeMounts:[{name:'v',mountPath:'/v'}]".formatted(files))
                .replace("spec:{", "spec:{volumes:[%s],".formatted(volume));
    }

    void logs(String expected) {
        eventually(expected, () -> get("pods/p/log").body().asText().equals(expected));
    }

    @Test
    void configMapsBecomeFiles() {
        needsNode();
        post("configmaps", configMap("c", "data:{a:'1',b:'2'}")).status(201);
        post("pods", reading("'/v/a','/v/b'", "{name:'v',configMap:{name:'c'}}"))
                .status(201);
        logs("started cat\n1\n2\n");
    }

    @Test
    void itemsNameTheirFiles() {
        needsNode();
        post("secrets", "{apiVersion:'v1',kind:'Secret',metadata:{name:'s'},stringData:{a:'1',b:'2'}}")
                .status(201);
        post(
                        "pods",
                        reading(
                                "'/v/deep/b','/v/a'",
                                "{name:'v',secret:{secretName:'s',items:[{key:'b',path:'deep/b'}]}}"))
                .status(201);
        logs("started cat\n2\nabsent\n");
    }

    @Test
    void projectionsShareADirectory() {
        needsNode();
        post("configmaps", configMap("c", "data:{a:'1'}")).status(201);
        post(
                        "pods",
                        reading(
                                "'/v/a','/v/name'",
                                "{name:'v',projected:{sources:[{configMap:{name:'c'}},{secret:{name:'no',optional:true}},{downwardAPI:{items:[{path:'name',fieldRef:{fieldPath:'metadata.name'}}]}}]}}"))
                .status(201);
        logs("started cat\n1\np\n");
    }

    @Test
    void whatIsMissingHoldsBack() {
        needsNode();
        post("pods", reading("'/v/a'", "{name:'v',configMap:{name:'c',items:[{key:'a',path:'a'}]}}"))
                .status(201);
        awaitEvent("MountVolume.SetUp failed for volume \\\"v\\\" : configmap \\\"c\\\" not found");
        eventually("pods/p", "/status/containerStatuses/0/state/waiting/reason", "ContainerCreating")
                .at("/status/phase", "Pending");
        post("configmaps", configMap("c", "data:{b:'1'}")).status(201);
        awaitEvent("MountVolume.SetUp failed for volume \\\"v\\\" : configmap references non-existent config key: a");
        merge("configmaps/c", "{data:{a:'1'}}").status(200);
        eventually("pods/p", "/status/phase", "Running");
        logs("started cat\n1\n");
    }

    void awaitEvent(String message) {
        eventually(message, () -> get("events").body().toString().contains(message));
    }
}
