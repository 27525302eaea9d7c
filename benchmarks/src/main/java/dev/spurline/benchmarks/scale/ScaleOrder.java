// SPDX-License-Identifier: Apache-2.0
package dev.spurline.benchmarks.scale;

import dev.spurline.reliability.bed.LaneRoutes;
import dev.spurline.reliability.bed.TestLane;
import java.util.List;

/**
 * What the JVM with the engine shall work on; it fits into a line.
 *
 * @param kubeconfig how its engine reaches the cluster
 * @param routes which routes others have put on the Services
 * @param services over how many Services sandboxes are spread, each in a namespace of its own
 */
record ScaleOrder(String kubeconfig, LaneRoutes routes, int services) {

    /** Returns the lanes that have so many namespaces. */
    static List<TestLane> lanes(LaneRoutes routes, int services) {
        return TestLane.count((services + 1) / 2, number -> routes);
    }

    /** Returns the namespaces of the Services. */
    List<String> namespaces() {
        return lanes(routes, services).stream()
                .flatMap(lane -> lane.namespaces().stream())
                .limit(services)
                .toList();
    }

    String line() {
        return String.join("|", kubeconfig, routes.name(), String.valueOf(services));
    }

    static ScaleOrder parse(String line) {
        String[] parts = line.split("\\|", -1);
        return new ScaleOrder(parts[0], LaneRoutes.valueOf(parts[1]), Integer.parseInt(parts[2]));
    }
}
