// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.bed;

import dev.spurline.ForkSpec;
import dev.spurline.RoutingKey;
import dev.spurline.SandboxSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a sandbox is made of.
 *
 * @param forks one or two
 * @param namespaces one or two: with two, a fork is in another namespace than the sandbox
 * @param routes which routes others have put on the Services
 */
public record SandboxShape(int forks, int namespaces, LaneRoutes routes) {

    /** Returns all shapes with such routes; what nobody routes is reached only where a test's requests come in. */
    public static Stream<SandboxShape> with(LaneRoutes routes) {
        return routes == LaneRoutes.DIRECT
                ? Stream.of(new SandboxShape(1, 1, routes))
                : Stream.of(1, 2)
                        .flatMap(namespaces ->
                                Stream.of(1, 2).map(forks -> new SandboxShape(forks, namespaces, routes)));
    }

    /** Returns the forks in a lane, as {@code namespace/workload}. */
    public List<String> workloads(TestLane lane) {
        if (routes == LaneRoutes.DIRECT) {
            return List.of(lane.home() + "/front");
        }
        List<String> workloads = new ArrayList<>();
        if (namespaces == 1) {
            workloads.add(lane.home() + "/back");
            workloads.add(lane.home() + "/front");
        } else {
            workloads.add(lane.other() + "/back");
            workloads.add(lane.home() + "/back");
        }
        return workloads.subList(0, forks);
    }

    /** Returns the namespaces that have forks. */
    public List<String> forked(TestLane lane) {
        return workloads(lane).stream()
                .map(workload -> workload.substring(0, workload.indexOf('/')))
                .distinct()
                .toList();
    }

    /** Returns the sandbox in a lane. */
    public SandboxSpec spec(TestLane lane, RoutingKey key, Duration timeout) {
        return spec(workloads(lane), lane.home(), key.value(), timeout);
    }

    /**
     * Returns a sandbox with these forks, each of which says that it is one.
     *
     * @param key its key; empty leaves it to the engine
     */
    public static SandboxSpec spec(List<String> workloads, String home, String key, Duration timeout) {
        SandboxSpec.Builder spec =
                SandboxSpec.builder().namespace(home).owner("reliability").timeout(timeout);
        if (!key.isEmpty()) {
            spec.key(new RoutingKey(key));
        }
        for (String workload : workloads) {
            String[] parts = workload.split("/", 2);
            spec.fork(ForkSpec.of(parts[1]).namespace(parts[0]).env("WORD", "forked"));
        }
        return spec.build();
    }

    /** Returns what requests with the key are answered by {@code front} of a namespace. */
    public String front(TestLane lane, String namespace) {
        return "front %s, %s".formatted(word(lane, namespace, "front"), back(lane, namespace));
    }

    /** Returns what requests with the key are answered by {@code back} of a namespace. */
    public String back(TestLane lane, String namespace) {
        return "back " + word(lane, namespace, "back");
    }

    private String word(TestLane lane, String namespace, String workload) {
        return workloads(lane).contains(namespace + "/" + workload) ? "forked" : "baseline";
    }

    @Override
    public String toString() {
        return "%d fork%s, %d namespace%s, %s"
                .formatted(forks, forks > 1 ? "s" : "", namespaces, namespaces > 1 ? "s" : "", routes);
    }
}
