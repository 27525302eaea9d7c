// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.routing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.embedded.routing.RoutingScenario.ScenarioObject;
import dev.spurline.embedded.routing.RoutingScenario.WorkloadFacts;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** The manifests of a scenario, and their ages. */
final class ManifestFile {

    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
    private static final Set<String> PODS_MAKERS = Set.of(
            "Pod", "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job", "CronJob", "ReplicationController");

    private final List<CaseNode> manifests;
    private final List<ScenarioObject> objects = new ArrayList<>();
    private final List<ScenarioObject> before;
    private Instant age = FIRST;

    /** @param before the objects that there are already */
    ManifestFile(List<CaseNode> manifests, List<ScenarioObject> before) {
        this.manifests = manifests;
        this.before = before;
    }

    /** Returns the objects, the oldest first. */
    List<ScenarioObject> read() {
        manifests.forEach(this::add);
        return objects.stream()
                .sorted(Comparator.comparing(ScenarioObject::created))
                .toList();
    }

    private void add(CaseNode manifest) {
        String version = manifest.text("a manifest", "apiVersion");
        String kind = manifest.text("a manifest", "kind");
        if (PODS_MAKERS.contains(kind)) {
            throw manifest.get("kind")
                    .error(
                            "pods are not written as [%s] here: add the workload to [workloads] of the scenario, as NAMESPACE/NAME"
                                    .formatted(kind));
        }
        ManifestKind known = ManifestKind.of(version, kind, manifest);
        CaseNode metadata = manifest.get("metadata");
        String name = metadata.text("the metadata of a manifest", "name");
        if (known.namespaced() && !metadata.has("namespace")) {
            throw metadata.error("%s [%s] needs a [metadata.namespace]".formatted(kind, name));
        }
        // A listener of Istio's Gateway has the same name as Linkerd's kind.
        if (known != ManifestKind.SERVER) {
            ManifestFields.check(manifest, kind);
        }
        refuseSecond(manifest, kind, name);
        objects.add(
                new ScenarioObject(manifest.file() + ":" + manifest.get("kind").line(), created(manifest), age));
        age = age.plusSeconds(1);
    }

    private void refuseSecond(CaseNode manifest, String kind, String name) {
        String namespace = manifest.json().path("metadata").path("namespace").asText("");
        List<ScenarioObject> all = new ArrayList<>(before);
        all.addAll(objects);
        all.stream()
                .filter(object -> object.kind().equals(kind)
                        && object.name().equals(name)
                        && object.namespace().equals(namespace))
                .findFirst()
                .ifPresent(first -> {
                    throw manifest.get("kind")
                            .error("%s [%s/%s] is there already, by %s"
                                    .formatted(kind, namespace, name, first.place()));
                });
    }

    /** Takes the age from the manifest, else one second less than that of the manifest before it. */
    private ObjectNode created(CaseNode manifest) {
        ObjectNode object = manifest.json().deepCopy();
        ObjectNode metadata = object.withObject("metadata");
        if (metadata.has("creationTimestamp")) {
            CaseNode written = manifest.get("metadata").get("creationTimestamp");
            try {
                age = Instant.parse(written.text());
            } catch (DateTimeParseException e) {
                throw written.error("[%s] is no time: write it as Kubernetes does, such as [2026-01-01T00:00:00Z]"
                        .formatted(written.text()));
            }
            metadata.remove("creationTimestamp");
        }
        return object;
    }

    /** Makes the Service that leads to a workload. */
    static ScenarioObject service(CaseNode scenario, WorkloadFacts workload) {
        ObjectNode service = JsonNodeFactory.instance.objectNode();
        service.put("apiVersion", "v1").put("kind", "Service");
        service.putObject("metadata").put("name", workload.name()).put("namespace", workload.namespace());
        ObjectNode spec = service.putObject("spec");
        spec.putObject("selector").put("app", workload.labels().get("app"));
        workload.service()
                .forEach((name, port) -> spec.withArray("ports")
                        .addObject()
                        .put("name", name)
                        .put("port", port)
                        .put("targetPort", ScenarioReader.defaultPort()));
        CaseNode place = scenario.get("workloads").get(workload.key());
        return new ScenarioObject(place.file() + ":" + place.line(), service, FIRST.minusSeconds(1));
    }
}
