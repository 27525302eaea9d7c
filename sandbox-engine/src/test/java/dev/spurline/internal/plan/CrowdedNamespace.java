// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.survey.Survey;
import dev.spurline.internal.text.JsonTrees;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** A namespace with many Services, each with an HTTPRoute of its own that leads to it and to the next one. */
final class CrowdedNamespace {

    private static final String SERVICE = """
            apiVersion: v1
            kind: Service
            metadata: {name: service-%1$d, namespace: shop}
            spec:
              selector: {app: service-%1$d}
              ports: [{name: http, port: 80, appProtocol: http}]
            """;

    private static final String ROUTE = """
            apiVersion: gateway.networking.k8s.io/v1
            kind: HTTPRoute
            metadata: {name: route-%1$d, namespace: shop, creationTimestamp: "2026-01-01T00:00:00Z"}
            spec:
              parentRefs: [{group: "", kind: Service, name: service-%1$d, port: 80}]
              rules:
              - matches: [{path: {type: PathPrefix, value: /next}}, {headers: [{name: x-next, value: "yes"}]}]
                backendRefs: [{name: service-%2$d, port: 80, weight: 9}, {name: service-%1$d, port: 80, weight: 1}]
              - matches: [{path: {type: PathPrefix, value: /}}]
                timeouts: {request: 5s}
                backendRefs: [{name: service-%1$d, port: 80}]
            """;

    private final List<HasMetadata> objects = new ArrayList<>();

    /**
     * Makes the namespace.
     *
     * @param size how many Services there are, and how many routes
     */
    CrowdedNamespace(int size) {
        this(size, UnaryOperator.identity(), UnaryOperator.identity());
    }

    /**
     * Makes the namespace.
     *
     * @param size how many Services there are, and how many routes
     * @param services changes each Service
     * @param routes changes each route
     */
    CrowdedNamespace(int size, UnaryOperator<Service> services, UnaryOperator<GenericKubernetesResource> routes) {
        objects.addAll(PlanTestCase.objects(PlanTestCase.resource("pricing.yaml")));
        IntStream.range(0, size).forEach(i -> {
            objects.add(services.apply(JsonTrees.value(JsonTrees.parse(SERVICE.formatted(i)), Service.class)));
            objects.add(routes.apply(JsonTrees.value(
                    JsonTrees.parse(ROUTE.formatted(i, (i + 1) % size)), GenericKubernetesResource.class)));
        });
    }

    /** Returns what a new reading of the namespace is. */
    Survey survey() {
        return Survey.of("shop")
                .mesh(ServiceMesh.ISTIO)
                .serves(CustomKind.HTTP_ROUTE, "v1")
                .add(objects)
                .build();
    }
}
