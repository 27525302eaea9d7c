// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.corridor;

import dev.spurline.EvidenceReport.ForkEvidence;
import dev.spurline.internal.plan.PlannedFork;
import dev.spurline.internal.plan.SandboxPlan;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What may be the reason that requests did not reach a fork.
 *
 * @param plan the sandbox
 * @param stations what its requests go through
 * @param traces may tell who lost the key
 */
record EvidenceHints(SandboxPlan plan, SandboxStations stations, SandboxTraces traces) {

    /**
     * Adds the hints.
     *
     * @param read what each fork has served, in the order of the plan
     */
    List<ForkEvidence> addedTo(List<ForkEvidence> read) {
        List<PlannedFork> reached = reached(read);
        List<ForkEvidence> hinting = new ArrayList<>();
        Iterator<ForkEvidence> served = read.iterator();
        plan.servingForks().forEach(fork -> hinting.add(served.next().hinting(hints(fork, reached))));
        return hinting;
    }

    private List<PlannedFork> reached(List<ForkEvidence> read) {
        Iterator<ForkEvidence> served = read.iterator();
        return plan.servingForks().stream()
                .filter(fork -> served.next().reached())
                .toList();
    }

    private List<String> hints(PlannedFork fork, List<PlannedFork> reached) {
        boolean arrived = reached.contains(fork);
        return Stream.of(
                        arrived ? List.<String>of() : traces.lostKey(),
                        plan.callersWithoutProxy(),
                        stations.entries().gateways(fork),
                        arrived ? List.<String>of() : stations.entries().losses(reached))
                .flatMap(List::stream)
                .toList();
    }
}
