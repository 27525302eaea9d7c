// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import dev.spurline.internal.survey.CustomKind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceList;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What the owner of the VirtualServices of {@link Twins} does, always to both Services; and what Spurline has there. */
final class TwinVirtualServices {

    private static final String SHARED = "spurline-";

    private static final ResourceDefinitionContext KIND = CustomKind.VIRTUAL_SERVICE.context("v1");

    private final KubernetesClient client;

    TwinVirtualServices(KubernetesClient client) {
        this.client = client;
    }

    private MixedOperation<
                    GenericKubernetesResource, GenericKubernetesResourceList, Resource<GenericKubernetesResource>>
            all() {
        return client.genericKubernetesResources(KIND);
    }

    /** Makes or replaces the VirtualService of both Services. */
    void put(String... rules) {
        Stream.of("back", "twin").forEach(service -> put(service, rules));
    }

    private void put(String service, String... rules) {
        GenericKubernetesResource object = client.getKubernetesSerialization()
                .unmarshal(
                        """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: %1$s-own, namespace: hops}
                spec:
                  hosts: [%1$s]
                  http: [%2$s]
                """.formatted(service, String.join(", ", rules).replace("SELF", service)),
                        GenericKubernetesResource.class);
        Resource<GenericKubernetesResource> resource = all().inNamespace("hops").resource(object);
        if (resource.get() == null) {
            resource.create();
        } else {
            resource.patch(PatchContext.of(PatchType.JSON_MERGE), object);
        }
    }

    /** Removes the VirtualServices of both. */
    void remove() {
        Stream.of("back", "twin")
                .forEach(service ->
                        all().inNamespace("hops").withName(service + "-own").delete());
    }

    /** Returns the object that the sandboxes on {@code back} share. */
    Optional<GenericKubernetesResource> shared() {
        return shared("back");
    }

    /** Returns the object that the sandboxes on a Service share. */
    Optional<GenericKubernetesResource> shared(String service) {
        return Optional.ofNullable(
                all().inNamespace("hops").withName(SHARED + service).get());
    }

    /** Makes a root as a sandbox leaves it that is no more. */
    void leaveRoot(String service, String key) {
        client.resource(client.getKubernetesSerialization()
                        .<GenericKubernetesResource>unmarshal(
                                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata:
                  name: spurline-%1$s
                  namespace: hops
                  labels: {app.kubernetes.io/managed-by: spurline, spurline.dev/shared: %1$s}
                spec:
                  hosts: [%1$s]
                  http:
                  - delegate: {name: spurline-%1$s-%2$s, namespace: hops}
                  - route: [{destination: {host: %1$s}}]
                """.formatted(service, key), GenericKubernetesResource.class))
                .create();
    }

    /** Removes the object that the sandboxes on {@code back} share, as nobody should. */
    void removeShared() {
        all().inNamespace("hops").withName(SHARED + "back").delete();
    }

    /** Writes the object that the sandboxes on {@code back} share as somebody does who knows of no other VirtualService. */
    void writeSharedAlone() {
        writeShared(Map.of("route", List.of(Map.of("destination", Map.of("host", "back")))), object -> {
            object.getMetadata().getAnnotations().remove("spurline.dev/derived-from");
            object.<Map<String, Object>>get("spec").put("exportTo", List.of("*"));
        });
    }

    /** Writes it as an engine does that has read a VirtualService which is no more, and that is killed then. */
    void writeSharedOfRemoved(String mark) {
        writeShared(
                Map.of(
                        "route", List.of(Map.of("destination", Map.of("host", "back"))),
                        "headers", Map.of("response", Map.of("set", Map.of("x-rule", mark)))),
                object -> object.getMetadata()
                        .getAnnotations()
                        .put("spurline.dev/derived-from", "2026-01-01T00:00:00Z removed 7"));
    }

    private void writeShared(Map<String, Object> tail, Consumer<GenericKubernetesResource> more) {
        all().inNamespace("hops").withName(SHARED + "back").edit(object -> {
            Map<String, Object> spec = object.get("spec");
            List<Object> http = new ArrayList<>(((List<?>) Objects.requireNonNull(spec.get("http")))
                    .stream()
                            .filter(rule -> rule.toString().contains("delegate"))
                            .toList());
            http.add(tail);
            spec.put("http", http);
            more.accept(object);
            return object;
        });
    }

    /** Returns the VirtualServices of one sandbox. */
    List<GenericKubernetesResource> of(String key) {
        return all().inNamespace("hops")
                .withLabel("spurline.dev/sandbox", key)
                .list()
                .getItems();
    }

    /** Returns a rule for a path, which marks answers. */
    static String prefix(String path, String backend, String mark) {
        return "{match: [{uri: {prefix: %s}}], route: [{destination: {host: %s}}], headers: {response: {set: {x-rule: %s}}}}"
                .formatted(path, backend, mark);
    }
}
