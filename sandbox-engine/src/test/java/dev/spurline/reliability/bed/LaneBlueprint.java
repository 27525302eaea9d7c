// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.bed;

import dev.spurline.cluster.Blueprint;
import dev.spurline.cluster.ClusterSpec;
import dev.spurline.cluster.ClusterSpec.Mesh;
import dev.spurline.engine.CallingPod;
import dev.spurline.engine.TwoHops;
import java.util.List;

/** Lanes in one cluster. In those with foreign routes, a rule tells {@code back} which requests are express. */
public final class LaneBlueprint implements Blueprint {

    private final List<TestLane> lanes;
    private final Mesh mesh;

    LaneBlueprint(List<TestLane> lanes) {
        this.lanes = List.copyOf(lanes);
        this.mesh = mesh(lanes);
    }

    @Override
    public void describe(ClusterSpec cluster) {
        TwoHops.images(cluster.images());
        cluster.namespace(lanes.get(0).home()).mesh(mesh);
        for (TestLane lane : lanes) {
            for (String namespace : lane.namespaces()) {
                cluster.manifests(
                        TwoHops.namespace(namespace),
                        TwoHops.workload(namespace, "front"),
                        callingNobody(TwoHops.workload(namespace, "back")),
                        CallingPod.to(namespace, "front", "http"));
                cluster.manifests(lane.manifests(namespace).toArray(String[]::new));
                cluster.ingress(namespace + "/" + CallingPod.name("front"));
            }
        }
    }

    /** A thousand forks that each open a way to the Services of all others would take a million descriptors. */
    private static String callingNobody(String workload) {
        return workload.replace(
                "    spec:\n      containers:", "    spec:\n      enableServiceLinks: false\n      containers:");
    }

    /** A cluster has one mesh, and in the lanes of another nobody would obey. */
    private static Mesh mesh(List<TestLane> lanes) {
        List<Mesh> meshes =
                lanes.stream().map(lane -> lane.routes().mesh()).distinct().toList();
        if (meshes.size() > 1) {
            throw new IllegalArgumentException("Lanes with %s want the meshes %s, and a cluster has one: run them apart"
                    .formatted(lanes.stream().map(TestLane::routes).distinct().toList(), meshes));
        }
        return meshes.get(0);
    }
}
