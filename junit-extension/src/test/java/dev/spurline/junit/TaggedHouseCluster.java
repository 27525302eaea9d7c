// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import dev.spurline.cluster.Blueprint;
import dev.spurline.cluster.ClusterSpec;

/** The same house, in a mesh whose metrics have a label with the baggage. */
public final class TaggedHouseCluster implements Blueprint {

    @Override
    public void describe(ClusterSpec cluster) {
        new HouseCluster().describe(cluster);
        cluster.manifests("classpath:house/telemetry.yaml");
    }
}
