// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.bed;

import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What is in a lane that was not there before any sandbox, and what is missing. */
public final class LaneLeftovers {

    private static final String SANDBOX = "spurline.dev/sandbox";

    private final TestBed bed;
    private final TestLane lane;
    private final Set<String> before;

    /** Remembers what is there. */
    public LaneLeftovers(TestBed bed, TestLane lane) {
        this.bed = bed;
        this.lane = lane;
        this.before = bed.inventory().all(lane.namespaces());
    }

    /** Returns what is different, a line each. As long as there is an anchor, a record or a pod, it does not ask for more. */
    public List<String> now() {
        if (lane.namespaces().stream().anyMatch(this::used)) {
            return List.of("an anchor, a record or a pod");
        }
        Set<String> now = bed.inventory().all(lane.namespaces());
        List<String> different = new ArrayList<>(now);
        different.removeAll(before);
        before.stream().filter(name -> !now.contains(name)).forEach(name -> different.add("missing: " + name));
        return different;
    }

    private boolean used(String namespace) {
        KubernetesClient client = bed.client();
        return !client.batch()
                        .v1()
                        .jobs()
                        .inNamespace(namespace)
                        .list()
                        .getItems()
                        .isEmpty()
                || !client.configMaps()
                        .inNamespace(namespace)
                        .withLabel(SANDBOX)
                        .list()
                        .getItems()
                        .isEmpty()
                || !client.pods()
                        .inNamespace(namespace)
                        .withLabel(SANDBOX)
                        .list()
                        .getItems()
                        .isEmpty();
    }
}
