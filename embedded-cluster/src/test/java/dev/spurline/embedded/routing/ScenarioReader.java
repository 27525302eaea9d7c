// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.routing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.cluster.ClusterSpec.IstioRelease;
import dev.spurline.cluster.ClusterSpec.Mesh;
import dev.spurline.embedded.routing.RoutingScenario.MeshFacts;
import dev.spurline.embedded.routing.RoutingScenario.ScenarioObject;
import dev.spurline.embedded.routing.RoutingScenario.WorkloadFacts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads one scenario: its first document says what is asked, the others are manifests. */
final class ScenarioReader {

    private static final List<String> FIELDS =
            List.of("scenario", "source", "mesh", "istio", "meshConfig", "workloads", "from", "cases");
    private static final Map<String, Mesh> MESHES =
            Map.of("istio", Mesh.ISTIO, "linkerd", Mesh.LINKERD, "envoy", Mesh.ENVOY);
    private static final List<String> WORKLOAD_FIELDS = List.of("labels", "service", "sidecar");
    private static final String NAME = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private static final int DEFAULT_PORT = 8080;

    private final CaseNode head;
    private final List<CaseNode> manifests;
    private final List<String> problems;

    /**
     * @param documents the first one says what is asked
     * @param problems takes what is wrong with single cases, which does not hinder the others
     */
    ScenarioReader(List<CaseNode> documents, List<String> problems) {
        this.head = documents.get(0);
        this.manifests = documents.subList(1, documents.size());
        this.problems = problems;
    }

    RoutingScenario read() {
        head.allow("a scenario", FIELDS);
        String name = head.text("a scenario", "scenario");
        Map<String, WorkloadFacts> workloads = workloads();
        List<ScenarioObject> objects = new ArrayList<>();
        workloads.values().stream()
                .filter(workload -> !workload.service().isEmpty())
                .forEach(workload -> objects.add(ManifestFile.service(head, workload)));
        objects.addAll(new ManifestFile(manifests, objects).read());
        RoutingScenario without = new RoutingScenario(
                head.file() + ":" + head.line(), name, mesh(), workloads, List.copyOf(objects), List.of());
        return without.with(cases(without));
    }

    private List<RoutingCase> cases(RoutingScenario scenario) {
        if (!head.has("cases")) {
            throw head.error("scenario [%s] has no [cases]".formatted(scenario.name()));
        }
        List<RoutingCase> cases = new ArrayList<>();
        Optional<String> from = head.optional("from");
        Optional<String> source = head.optional("source");
        for (CaseNode each : head.get("cases").items()) {
            try {
                cases.add(new CaseReader(scenario, from, source).read(each));
            } catch (CaseFormatException wrong) {
                problems.add(wrong.getMessage());
            }
        }
        if (cases.isEmpty() && head.get("cases").items().isEmpty()) {
            throw head.get("cases").error("scenario [%s] has no case".formatted(scenario.name()));
        }
        return List.copyOf(cases);
    }

    private MeshFacts mesh() {
        Mesh mesh = chosen("mesh", MESHES, "istio");
        IstioRelease release = chosen("istio", Map.of("1.30", IstioRelease.V1_30, "1.31", IstioRelease.V1_31), "1.31");
        if (mesh != Mesh.ISTIO && (head.has("istio") || head.has("meshConfig"))) {
            CaseNode wrong = head.get(head.has("istio") ? "istio" : "meshConfig");
            throw wrong.error("[%s] is a fact of Istio, and the mesh of this scenario is %s"
                    .formatted(wrong.path(), head.get("mesh").text()));
        }
        Optional<JsonNode> config = Optional.empty();
        if (head.has("meshConfig")) {
            ManifestFields.check(head.get("meshConfig"), "MeshConfig");
            config = Optional.of(head.get("meshConfig").json());
        }
        return new MeshFacts(mesh, release, config);
    }

    private <T> T chosen(String field, Map<String, T> values, String byDefault) {
        String written = head.optional(field).orElse(byDefault);
        if (!values.containsKey(written)) {
            throw head.get(field)
                    .error("[%s] is no value of [%s]%s: its values are %s"
                            .formatted(
                                    written,
                                    field,
                                    NearestName.hint(written, values.keySet()),
                                    String.join(
                                            ", ",
                                            values.keySet().stream().sorted().toList())));
        }
        return values.get(written);
    }

    private Map<String, WorkloadFacts> workloads() {
        if (!head.has("workloads")) {
            throw head.error("a scenario needs [workloads], such as {shop/pricing: {service: 8080}}");
        }
        Map<String, WorkloadFacts> workloads = new LinkedHashMap<>();
        head.get("workloads").entries().forEach((key, node) -> workloads.put(key, workload(key, node)));
        return workloads;
    }

    private static WorkloadFacts workload(String key, CaseNode node) {
        if (!key.matches(NAME + "/" + NAME)) {
            throw node.error(
                    "[%s] is no name of a workload: write NAMESPACE/NAME, such as [shop/pricing]".formatted(key));
        }
        String namespace = key.substring(0, key.indexOf('/'));
        String name = key.substring(key.indexOf('/') + 1);
        Map<String, String> labels = new LinkedHashMap<>(Map.of("app", name));
        if (node.json().isNull()) {
            return new WorkloadFacts(namespace, name, labels, Map.of(), true);
        }
        node.allow("a workload", WORKLOAD_FIELDS);
        if (node.has("labels")) {
            node.get("labels").entries().forEach((label, value) -> labels.put(label, value.text()));
        }
        boolean sidecar = !node.has("sidecar") || flag(node.get("sidecar"));
        return new WorkloadFacts(
                namespace, name, labels, node.has("service") ? ports(node.get("service")) : Map.of(), sidecar);
    }

    private static boolean flag(CaseNode node) {
        if (!node.json().isBoolean()) {
            throw node.error(
                    "[%s] has to be true or false".formatted(node.path().replaceFirst(".*\\.", "")));
        }
        return node.json().asBoolean();
    }

    /** A number is the port {@code http}; several have names. */
    private static Map<String, Integer> ports(CaseNode node) {
        if (node.json().isIntegralNumber()) {
            return Map.of("http", node.number());
        }
        Map<String, Integer> ports = new LinkedHashMap<>();
        node.entries().forEach((name, port) -> ports.put(name, port.number()));
        return ports;
    }

    /** Returns the port on which all workloads listen. */
    static int defaultPort() {
        return DEFAULT_PORT;
    }

    /** Returns a sentence that names what there is. */
    static String among(Collection<String> names) {
        return names.isEmpty() ? "there are none" : "there are " + String.join(", ", names);
    }
}
