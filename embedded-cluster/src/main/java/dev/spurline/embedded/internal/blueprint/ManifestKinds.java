// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.blueprint;

import dev.spurline.cluster.ClusterException;
import dev.spurline.embedded.internal.client.DiscoveredKind;
import dev.spurline.embedded.internal.client.DiscoveredKinds;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The kinds of the objects in manifests, asked from the API server once per group and version. */
final class ManifestKinds {

    private final KubernetesClient client;
    private final Map<String, List<DiscoveredKind>> known = new HashMap<>();

    ManifestKinds(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Finds the resource of an object.
     *
     * @throws ClusterException if there is none
     */
    DiscoveredKind of(ManifestObject object) {
        List<DiscoveredKind> served =
                known.computeIfAbsent(object.apiVersion(), apiVersion -> DiscoveredKinds.of(client, apiVersion));
        return served.stream()
                .filter(kind -> kind.kind().equals(object.kind()))
                .findFirst()
                .orElseThrow(() -> unknown(object, served));
    }

    private static ClusterException unknown(ManifestObject object, List<DiscoveredKind> served) {
        String kinds =
                served.stream().map(DiscoveredKind::kind).sorted().distinct().collect(Collectors.joining(", "));
        String way = kinds.isEmpty()
                ? "nothing of [%s] is served; %s".formatted(object.apiVersion(), cure(object))
                : "served are %s".formatted(kinds);
        return new ClusterException("%s in manifest [%s] is of unknown kind [%s %s]: %s"
                .formatted(object.title(), object.place(), object.apiVersion(), object.kind(), way));
    }

    private static String cure(ManifestObject object) {
        String definition = "add its CustomResourceDefinition to the manifests";
        return MeshDefinitions.bringing(object)
                .map(mesh -> "let the blueprint say mesh(Mesh.%s), or %s".formatted(mesh, definition))
                .orElse(definition);
    }
}
