// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.blueprint;

import dev.spurline.cluster.ClusterException;
import dev.spurline.embedded.internal.client.ServedKind;
import dev.spurline.embedded.internal.client.ServedKinds;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The kinds of the objects in manifests, asked from the API server once per group and version. */
final class ManifestKinds {

    private final KubernetesClient client;
    private final Map<String, List<ServedKind>> known = new HashMap<>();

    ManifestKinds(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Finds the resource of an object.
     *
     * @throws ClusterException if there is none
     */
    ServedKind of(ManifestObject object) {
        List<ServedKind> served =
                known.computeIfAbsent(object.apiVersion(), apiVersion -> ServedKinds.of(client, apiVersion));
        return served.stream()
                .filter(kind -> kind.kind().equals(object.kind()))
                .findFirst()
                .orElseThrow(() -> unknown(object, served));
    }

    private static ClusterException unknown(ManifestObject object, List<ServedKind> served) {
        String kinds = served.stream().map(ServedKind::kind).sorted().distinct().collect(Collectors.joining(", "));
        String way = kinds.isEmpty()
                ? "nothing of [%s] is served; add its CustomResourceDefinition to the manifests"
                        .formatted(object.apiVersion())
                : "served are %s".formatted(kinds);
        return new ClusterException("%s in manifest [%s] is of unknown kind [%s %s]: %s"
                .formatted(object.title(), object.place(), object.apiVersion(), object.kind(), way));
    }
}
