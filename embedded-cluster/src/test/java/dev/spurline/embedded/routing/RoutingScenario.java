// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.cluster.ClusterSpec.IstioRelease;
import dev.spurline.cluster.ClusterSpec.Mesh;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Workloads and objects, and the requests that are asked of them.
 *
 * @param place file and line
 * @param objects in the order of their age, the oldest first
 */
public record RoutingScenario(
        String place,
        String name,
        MeshFacts mesh,
        Map<String, WorkloadFacts> workloads,
        List<ScenarioObject> objects,
        List<RoutingCase> cases) {

    /** No scenario. */
    static final RoutingScenario NONE = new RoutingScenario(
            "", "", new MeshFacts(Mesh.NONE, IstioRelease.V1_31, Optional.empty()), Map.of(), List.of(), List.of());

    /**
     * The mesh that the requests meet.
     *
     * @param config what its owners have set, as in the ConfigMap {@code istio}
     */
    public record MeshFacts(Mesh kind, IstioRelease release, Optional<JsonNode> config) {

        String rootNamespace() {
            return config.map(set -> set.path("rootNamespace").asText(""))
                    .filter(name -> !name.isEmpty())
                    .orElse("istio-system");
        }
    }

    /**
     * A pod that answers, and from which requests come.
     *
     * @param service the ports of the Service that leads to it, by name; none without one
     * @param sidecar whether it has a proxy
     */
    public record WorkloadFacts(
            String namespace, String name, Map<String, String> labels, Map<String, Integer> service, boolean sidecar) {

        /** Returns its name with its namespace. */
        public String key() {
            return namespace + "/" + name;
        }
    }

    /**
     * An object of the API.
     *
     * @param place file and line
     * @param created when it was made
     */
    public record ScenarioObject(String place, ObjectNode json, Instant created) {

        String kind() {
            return json.path("kind").asText();
        }

        String name() {
            return json.path("metadata").path("name").asText();
        }

        String namespace() {
            return json.path("metadata").path("namespace").asText("");
        }
    }

    /** Returns the same scenario with other cases. */
    public RoutingScenario with(List<RoutingCase> others) {
        return new RoutingScenario(place, name, mesh, workloads, objects, others);
    }

    /** Returns one of the workloads. */
    public WorkloadFacts workload(String key) {
        return Objects.requireNonNull(workloads.get(key), key);
    }

    /** Returns the Services, those of workloads too. */
    public Stream<ScenarioObject> services() {
        return objects.stream().filter(object -> object.kind().equals("Service"));
    }
}
