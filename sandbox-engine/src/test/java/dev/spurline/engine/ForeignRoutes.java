// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import dev.spurline.internal.survey.CustomKind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.List;
import java.util.stream.Stream;

/** What the owner of the routes of {@link Twins} does: always to both Services, so that they stay alike. */
final class ForeignRoutes {

    static final String NAMED = ", port: 80";

    private static final ResourceDefinitionContext KIND = CustomKind.HTTP_ROUTE.context("v1");

    private final KubernetesClient client;

    ForeignRoutes(KubernetesClient client) {
        this.client = client;
    }

    /** Makes or replaces a route of both Services. */
    void put(String name, String port, String... rules) {
        Stream.of("back", "twin").forEach(service -> put(service, name, port, rules));
    }

    private void put(String service, String name, String port, String... rules) {
        GenericKubernetesResource route = client.getKubernetesSerialization()
                .unmarshal(
                        """
                apiVersion: gateway.networking.k8s.io/v1
                kind: HTTPRoute
                metadata: {name: %1$s-%2$s, namespace: hops}
                spec:
                  parentRefs: [{group: "", kind: Service, name: %1$s%3$s}]
                  rules: [%4$s]
                """.formatted(
                                service, name, port, String.join(", ", rules).replace("SELF", service)),
                        GenericKubernetesResource.class);
        Resource<GenericKubernetesResource> resource =
                client.genericKubernetesResources(KIND).inNamespace("hops").resource(route);
        if (resource.get() == null) {
            resource.create();
        } else {
            // Whole but for its version: the mesh writes the status meanwhile.
            resource.patch(PatchContext.of(PatchType.JSON_MERGE), route);
        }
    }

    void remove(String name) {
        Stream.of("back", "twin")
                .forEach(service -> client.genericKubernetesResources(KIND)
                        .inNamespace("hops")
                        .withName(service + "-" + name)
                        .delete());
    }

    /** Removes a single route. */
    void remove(String namespace, String name) {
        client.genericKubernetesResources(KIND)
                .inNamespace(namespace)
                .withName(name)
                .delete();
    }

    void removeAll() {
        client.genericKubernetesResources(KIND)
                .inNamespace("hops")
                .withoutLabel("spurline.dev/sandbox")
                .delete();
    }

    /** Returns the routes of a sandbox, in the order of their names. */
    List<GenericKubernetesResource> of(String key) {
        return of("hops", key);
    }

    /** Returns the routes of a sandbox in one of its namespaces. */
    List<GenericKubernetesResource> of(String namespace, String key) {
        return client
                .genericKubernetesResources(KIND)
                .inNamespace(namespace)
                .withLabel("spurline.dev/sandbox", key)
                .list()
                .getItems()
                .stream()
                .sorted((one, other) -> one.getMetadata()
                        .getName()
                        .compareTo(other.getMetadata().getName()))
                .toList();
    }

    static String prefix(String path, String backend, String mark) {
        return """
                {matches: [{path: {type: PathPrefix, value: %s}}], backendRefs: [{name: %s, port: 80}],
                filters: [{type: ResponseHeaderModifier, responseHeaderModifier: {set: [{name: x-rule, value: %s}]}}]}""".formatted(path, backend, mark);
    }
}
