// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.blueprint;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * How long a workload may take until it is ready, by what its manifest says of it.
 *
 * @param workload whose time it is
 * @param seconds the time
 */
record StartupTime(String workload, long seconds) {

    /** Enough for a workload whose manifest says nothing. */
    private static final long LEAST = 60;

    /** What a container needs before its first probe counts. */
    private static final long START = 30;

    /** The API server's default: a manifest that says it has been read from a cluster. */
    private static final int DEFAULT_DEADLINE = 600;

    /** Returns the longest time of some workloads. */
    static StartupTime longest(List<ManifestObject> workloads) {
        return workloads.stream()
                .map(StartupTime::of)
                .max(Comparator.comparingLong(StartupTime::seconds))
                .orElse(new StartupTime("", LEAST));
    }

    static StartupTime of(ManifestObject workload) {
        JsonNode spec = workload.json().path("spec");
        JsonNode pod =
                workload.kind().equals("Pod") ? spec : spec.path("template").path("spec");
        long pods = isOneByOne(workload.kind(), spec) ? spec.path("replicas").asLong(1) : 1;
        long minReady = spec.path("minReadySeconds").asLong(0);
        long byProbes = START + pods * (ofPod(pod) + minReady);
        int deadline = spec.path("progressDeadlineSeconds").asInt(DEFAULT_DEADLINE);
        long byDeadline = deadline == DEFAULT_DEADLINE ? 0 : deadline;
        return new StartupTime(workload.title(), Math.max(LEAST, Math.max(byProbes, byDeadline)));
    }

    private static boolean isOneByOne(String kind, JsonNode spec) {
        return kind.equals("StatefulSet")
                && !spec.path("podManagementPolicy").asText().equals("Parallel");
    }

    /** Init containers start one after the other, containers side by side. */
    private static long ofPod(JsonNode pod) {
        long before = items(pod.path("initContainers"))
                .mapToLong(container -> ofProbe(container.path("startupProbe")))
                .sum();
        long containers = items(pod.path("containers"))
                .mapToLong(container ->
                        ofProbe(container.path("startupProbe")) + ofProbe(container.path("readinessProbe")))
                .max()
                .orElse(0);
        return before + containers;
    }

    /** The defaults are those of {@code SetDefaults_Probe} in {@code pkg/apis/core/v1/defaults.go}. */
    private static long ofProbe(JsonNode probe) {
        return probe.isMissingNode()
                ? 0
                : probe.path("initialDelaySeconds").asLong(0)
                        + probe.path("failureThreshold").asLong(3)
                                * probe.path("periodSeconds").asLong(10);
    }

    private static Stream<JsonNode> items(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    /** Says how long was waited. */
    String told() {
        return seconds == LEAST
                ? "%d s".formatted(seconds)
                : "%d s, which %s may take by its probes and deadlines".formatted(seconds, workload);
    }
}
