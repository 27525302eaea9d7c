// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.blueprint;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.cluster.ClusterException;
import dev.spurline.embedded.internal.blueprint.ClusterDescription.ServiceName;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a blueprint puts into a cluster. */
public final class ClusterContents {

    private final ClusterDescription description;
    private final List<ManifestObject> objects;

    private ClusterContents(ClusterDescription description, List<ManifestObject> objects) {
        this.description = description;
        this.objects = objects;
    }

    /**
     * Reads the manifests and checks what can be checked without a cluster.
     *
     * @throws ClusterException if something is wrong with them
     */
    public static ClusterContents read(ClusterDescription description) {
        List<ManifestObject> objects =
                new ArrayList<>(ManifestReader.read(description.manifests(), description.namespace()));
        objects.addAll(MeshDefinitions.missing(objects, description.mesh()));
        ClusterContents contents = new ClusterContents(description, List.copyOf(objects));
        contents.workloads().forEach(workload -> ContainerCommands.warn(workload, description.images()));
        description.ingress().forEach(contents::requireService);
        return contents;
    }

    /** Creates everything. */
    public void apply(KubernetesClient client) {
        new ManifestApplier(client, description).apply(objects);
    }

    /**
     * Creates what is not there; what is there already stays as it is.
     *
     * @param added takes note of what was created
     */
    public void add(KubernetesClient client, AddedObjects added) {
        new ManifestApplier(client, description).add(objects, added);
    }

    /**
     * Waits until all workloads are ready, as long as their probes may take.
     *
     * @throws ClusterException if they are not in time, or if one never can be
     */
    public void awaitReady(KubernetesClient client) {
        List<WorkloadName> names = workloads().stream()
                .map(object -> new WorkloadName(object.kind(), namespace(object), object.name()))
                .toList();
        if (!names.isEmpty()) {
            try (WorkloadWatch watch = new WorkloadWatch(client, names)) {
                watch.await(StartupTime.longest(workloads()));
            }
        }
    }

    private List<ManifestObject> workloads() {
        return objects.stream()
                .filter(object -> WorkloadName.KINDS.contains(object.kind()))
                .toList();
    }

    /** Returns the Services whose pods come from workloads of the manifests. */
    public List<ServiceName> backedServices() {
        return objects.stream()
                .filter(object -> object.kind().equals("Service"))
                .filter(service -> objects.stream().anyMatch(workload -> backs(workload, service)))
                .map(service -> new ServiceName(namespace(service), service.name()))
                .toList();
    }

    /** A Service of type ExternalName has no endpoints, whatever its selector says. */
    private boolean backs(ManifestObject workload, ManifestObject service) {
        JsonNode spec = service.json().path("spec");
        JsonNode selector = spec.path("selector");
        JsonNode labels =
                workload.json().path("spec").path("template").path("metadata").path("labels");
        return Set.of("Deployment", "StatefulSet").contains(workload.kind())
                && workload.json().path("spec").path("replicas").asInt(1) > 0
                && namespace(workload).equals(namespace(service))
                && !selector.isEmpty()
                && !spec.path("type").asText().equals("ExternalName")
                && selector.properties().stream()
                        .allMatch(label -> label.getValue().equals(labels.path(label.getKey())));
    }

    private String namespace(ManifestObject object) {
        return object.namespace().isEmpty() ? description.namespace() : object.namespace();
    }

    private void requireService(ServiceName name) {
        List<String> services = objects.stream()
                .filter(object -> object.kind().equals("Service"))
                .map(object -> namespace(object) + "/" + object.name())
                .toList();
        if (!services.contains(name.toString())) {
            throw new ClusterException(
                    "The blueprint opens Service [%s] at the ingress gateway, but its manifests have %s"
                            .formatted(name, services));
        }
    }
}
