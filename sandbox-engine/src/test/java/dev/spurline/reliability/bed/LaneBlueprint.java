// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.bed;

import dev.spurline.cluster.Blueprint;
import dev.spurline.cluster.ClusterSpec;
import dev.spurline.engine.CallingPod;
import dev.spurline.engine.TwoHops;
import java.util.List;

/** Lanes in one cluster. In those with foreign routes, a rule tells {@code back} which requests are express. */
public final class LaneBlueprint implements Blueprint {

    private final List<TestLane> lanes;

    LaneBlueprint(List<TestLane> lanes) {
        this.lanes = List.copyOf(lanes);
    }

    @Override
    public void describe(ClusterSpec cluster) {
        TwoHops.images(cluster.images());
        cluster.namespace(lanes.get(0).home());
        for (TestLane lane : lanes) {
            for (String namespace : lane.namespaces()) {
                cluster.manifests(
                        TwoHops.namespace(namespace),
                        TwoHops.workload(namespace, "front"),
                        TwoHops.workload(namespace, "back"),
                        CallingPod.to(namespace, "front", "http"));
                cluster.manifests(lane.routes().manifests(namespace).toArray(String[]::new));
                cluster.ingress(namespace + "/" + CallingPod.name("front"));
            }
        }
    }
}
