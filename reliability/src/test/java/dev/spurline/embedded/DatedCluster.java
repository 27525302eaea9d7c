// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded;

import dev.spurline.cluster.Blueprint;
import java.time.InstantSource;

/** An embedded cluster whose objects are as old as a test says: in a mesh, age decides. */
public final class DatedCluster {

    private DatedCluster() {}

    /**
     * Starts one.
     *
     * @param creation says what time objects have as their {@code creationTimestamp}
     */
    public static EmbeddedCluster start(Blueprint blueprint, InstantSource creation) {
        return EmbeddedCluster.start(blueprint, creation);
    }
}
