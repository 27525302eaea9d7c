// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.crowd;

import dev.spurline.LiveSandbox;
import dev.spurline.reliability.bed.LaneRoutes;
import dev.spurline.reliability.bed.TestLane;
import java.net.URI;

/**
 * What one JVM of a crowd shall do; it fits into a line.
 *
 * @param kubeconfig how its engines reach the cluster
 * @param lane where
 * @param entry where requests go in that a mesh or a gateway routes
 * @param engines how many engines
 * @param rounds how often each opens a sandbox and closes it
 */
record CrowdOrder(String kubeconfig, TestLane lane, URI entry, int engines, int rounds) {

    String line() {
        return String.join(
                "|",
                kubeconfig,
                String.valueOf(lane.number()),
                lane.routes().name(),
                entry.toString(),
                String.valueOf(engines),
                String.valueOf(rounds));
    }

    /** Returns what each sandbox forks. */
    String workload() {
        return lane.routes() == LaneRoutes.DIRECT ? "front" : "back";
    }

    /** Returns where requests to a sandbox go in. */
    URI entry(LiveSandbox sandbox) {
        return lane.routes() == LaneRoutes.DIRECT ? sandbox.uri("front") : entry;
    }

    /** Returns what they are answered if the fork has a word. */
    String answer(String word) {
        return switch (lane.routes()) {
            case GATEWAY, GATEWAY_API -> "back " + word;
            case DIRECT -> "front %s, back baseline".formatted(word);
            default -> "front baseline, back " + word;
        };
    }

    static CrowdOrder parse(String line) {
        String[] parts = line.split("\\|", -1);
        return new CrowdOrder(
                parts[0],
                new TestLane(Integer.parseInt(parts[1]), LaneRoutes.valueOf(parts[2])),
                URI.create(parts[3]),
                Integer.parseInt(parts[4]),
                Integer.parseInt(parts[5]));
    }
}
