// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.blueprint;

import dev.spurline.cluster.ClusterException;
import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The kinds that an API server serves, asked once per group and version. */
final class ServedKinds {

    private final KubernetesClient client;
    private final Map<String, List<APIResource>> known = new HashMap<>();

    ServedKinds(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Finds the resource of an object.
     *
     * @throws ClusterException if there is none
     */
    APIResource of(ManifestObject object) {
        List<APIResource> served = known.computeIfAbsent(object.apiVersion(), this::ask);
        return served.stream()
                .filter(resource -> resource.getKind().equals(object.kind()))
                .filter(resource -> !resource.getName().contains("/"))
                .findFirst()
                .orElseThrow(() -> unknown(object, served));
    }

    private List<APIResource> ask(String apiVersion) {
        APIResourceList list = client.getApiResources(apiVersion);
        return list == null ? List.of() : list.getResources();
    }

    private static ClusterException unknown(ManifestObject object, List<APIResource> served) {
        String kinds = served.stream()
                .filter(resource -> !resource.getName().contains("/"))
                .map(APIResource::getKind)
                .sorted()
                .distinct()
                .collect(Collectors.joining(", "));
        String way = kinds.isEmpty()
                ? "nothing of [%s] is served; add its CustomResourceDefinition to the manifests"
                        .formatted(object.apiVersion())
                : "served are %s".formatted(kinds);
        return new ClusterException("%s in manifest [%s] is of unknown kind [%s %s]: %s"
                .formatted(object.title(), object.place(), object.apiVersion(), object.kind(), way));
    }
}
