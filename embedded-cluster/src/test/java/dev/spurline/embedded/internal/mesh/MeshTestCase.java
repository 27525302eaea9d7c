// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh;

import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.spurline.embedded.internal.apiserver.ApiServer;
import dev.spurline.embedded.internal.blueprint.ClusterClient;
import dev.spurline.embedded.internal.node.machine.PodNetwork;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An API server, in it what a mesh needs, and pods that answer. */
abstract class MeshTestCase {

    final ApiServer api = ApiServer.start();
    final KubernetesClient client = ClusterClient.builder(Config.fromKubeconfig(api.plain(api.kubeconfig())))
            .build();
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<HttpServer> servers = new ArrayList<>();

    @BeforeEach
    void makeNamespace() {
        apply("""
            apiVersion: v1
            kind: Namespace
            metadata:
              name: shop
              labels: {istio-injection: enabled}
              annotations: {linkerd.io/inject: enabled}
            """);
    }

    @AfterEach
    void closeAll() {
        servers.forEach(server -> server.stop(0));
        client.close();
        api.close();
    }

    void apply(String yaml) {
        client.resource(yaml).create();
    }

    /** Has the API serve a kind that is stored with any content. */
    void define(String group, String kind, String plural) {
        apply("""
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: %1$s.%2$s, annotations: {api-approved.kubernetes.io: unapproved}}
            spec:
              group: %2$s
              scope: Namespaced
              names: {kind: %3$s, listKind: %3$sList, plural: %1$s, singular: %4$s}
              versions:
              - name: v1
                served: true
                storage: true
                schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
            """.formatted(plural, group, kind, kind.toLowerCase(Locale.ROOT)));
        await().until(() -> client.getApiResources(group + "/v1") != null
                && client.getApiResources(group + "/v1").getResources().stream()
                        .anyMatch(resource -> resource.getName().equals(plural)));
    }

    void service(String name) {
        apply("""
            apiVersion: v1
            kind: Service
            metadata: {name: %s, namespace: shop}
            spec: {selector: {app: %s}, ports: [{name: http, port: 8080, targetPort: 8080}]}
            """.formatted(name, name));
    }

    /** Runs a server as the only pod of a Service. */
    void pod(String name, String answer) throws IOException {
        service(name);
        endpoint(name, answer, true);
    }

    void endpoint(String name, String answer, boolean ready) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        servers.add(server);
        apply("""
            apiVersion: v1
            kind: Pod
            metadata:
              name: %1$s-1
              namespace: shop
              labels: {app: %1$s}
              annotations: {embedded.spurline.dev/address: "8080=127.0.0.1:%2$d"}
            spec: {containers: [{name: main, image: x}]}
            """.formatted(name, server.getAddress().getPort()));
        apply("""
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata: {name: %1$s-a, namespace: shop, labels: {kubernetes.io/service-name: %1$s}}
            addressType: IPv4
            ports: [{name: http, port: 8080, protocol: TCP}]
            endpoints:
            - addresses: [10.244.0.7]
              conditions: {ready: %2$s}
              targetRef: {kind: Pod, name: %1$s-1, namespace: shop}
            """.formatted(name, ready));
    }

    Pod caller() {
        return caller("cart", "");
    }

    Pod caller(String app, String annotations) {
        return client.resource("""
            apiVersion: v1
            kind: Pod
            metadata:
              name: %1$s-5c9d-x
              generateName: %1$s-5c9d-
              namespace: shop
              labels: {app: %1$s, pod-template-hash: 5c9d}
              annotations: {%2$s}
              ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: %1$s-5c9d, uid: u, controller: true}]
            spec: {containers: [{name: main, image: x}]}
            """.formatted(app, annotations)).item() instanceof Pod pod ? pod : new Pod();
    }

    void route() {
        apply("""
            apiVersion: gateway.networking.k8s.io/v1
            kind: HTTPRoute
            metadata: {name: pricing-k1, namespace: shop}
            spec:
              parentRefs: [{group: "", kind: Service, name: pricing}]
              rules:
              - matches: [{path: {type: PathPrefix, value: /}, headers: [{name: x-key, value: k1}]}]
                backendRefs: [{name: fork, port: 8080}]
              - matches: [{path: {type: RegularExpression, value: .*}}]
                backendRefs: [{name: pricing, port: 8080}]
            """);
    }

    String get(String uri, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(uri));
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return response.statusCode() + " " + response.body();
    }

    static String pricing(PodNetwork.NetworkAttachment pod) {
        return "http://127.0.0.1:%s/".formatted(pod.serviceEnvironment().get("PRICING_SERVICE_PORT"));
    }
}
