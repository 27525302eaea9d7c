// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import dev.spurline.cluster.Images;
import java.util.List;

/** A namespace of Istio's ambient mode, and the waypoint of all its Services, with the pod that istiod would make for it. */
final class AmbientWaypoint {

    static final String NAMESPACE = """
            apiVersion: v1
            kind: Namespace
            metadata:
              name: hops
              labels: {istio.io/dataplane-mode: ambient, istio.io/use-waypoint: waypoint}
            """;

    /** The kind of Gateways, for a cluster that serves none yet. */
    static final String GATEWAYS = """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata:
              name: gateways.gateway.networking.k8s.io
              annotations: {api-approved.kubernetes.io: "https://github.com/kubernetes-sigs/gateway-api"}
            spec:
              group: gateway.networking.k8s.io
              names: {kind: Gateway, listKind: GatewayList, plural: gateways, singular: gateway}
              scope: Namespaced
              versions:
              - name: v1
                served: true
                storage: true
                schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
            """;

    private static final String GATEWAY = """
            apiVersion: gateway.networking.k8s.io/v1
            kind: Gateway
            metadata: {name: waypoint, namespace: hops}
            spec: {gatewayClassName: istio-waypoint, listeners: [{name: mesh, port: 15008, protocol: HBONE}]}
            """;

    private static final String POD = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: waypoint, namespace: hops}
            spec:
              selector: {matchLabels: {gateway.networking.k8s.io/gateway-name: waypoint}}
              template:
                metadata:
                  labels:
                    gateway.networking.k8s.io/gateway-name: waypoint
                    gateway.networking.k8s.io/gateway-class-name: istio-waypoint
                    istio.io/dataplane-mode: none
                    sidecar.istio.io/inject: "false"
                spec:
                  containers:
                  - name: istio-proxy
                    image: test/waypoint:1
                    ports: [{name: status-port, containerPort: 8080}]
                    readinessProbe: {httpGet: {path: /healthz/ready, port: 8080}, periodSeconds: 1}
            """;

    static final List<String> MANIFESTS = List.of(GATEWAYS, GATEWAY, POD);

    private AmbientWaypoint() {}

    /** What the pod runs: the mesh does the rest. */
    static Images.Program program() {
        return container -> PodHttpServer.start(container, exchange -> PodHttpServer.reply(exchange, 200, "ready"));
    }
}
