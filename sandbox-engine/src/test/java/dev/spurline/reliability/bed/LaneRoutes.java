// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.bed;

import dev.spurline.cluster.ClusterSpec.Mesh;
import java.util.List;
import java.util.Map;

/** Which routes others have for {@code back} in a lane, and so in which way sandboxes there are routed. */
public enum LaneRoutes {
    /** None: an HTTPRoute of the sandbox alone. */
    NONE("no foreign routes", ""),
    /** An HTTPRoute that tells express requests: one of the sandbox, with its rules. */
    HTTP_ROUTE("foreign routes", """
            apiVersion: gateway.networking.k8s.io/v1
            kind: HTTPRoute
            metadata: {name: back-tracks, namespace: %s, labels: {team: others}}
            spec:
              parentRefs: [{group: "", kind: Service, name: back, port: 80}]
              rules:
              - matches: [{path: {type: PathPrefix, value: /express}}]
                filters:
                - type: RequestHeaderModifier
                  requestHeaderModifier: {set: [{name: x-track, value: express}]}
                backendRefs: [{name: back, port: 80}]
              - backendRefs: [{name: back, port: 80}]
            """),
    /** None, where VirtualServices are to be used: a root that sandboxes share. */
    ROOT("shared root", ""),
    /** A VirtualService that tells express requests: a copy of it that sandboxes share. */
    VIRTUAL_SERVICE("foreign VirtualService", """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: back-tracks, namespace: %s, labels: {team: others}}
            spec:
              hosts: [back]
              http:
              - match: [{uri: {prefix: /express}}]
                headers: {request: {set: {x-track: express}}}
                route: [{destination: {host: back}}]
              - route: [{destination: {host: back}}]
            """),
    /** The same with a slot, which what sandboxes share fills. */
    SLOT("foreign VirtualService with slot", """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: back-tracks, namespace: %s, labels: {team: others}}
            spec:
              hosts: [back]
              http:
              - delegate: {name: spurline-back}
              - match: [{uri: {prefix: /express}}]
                headers: {request: {set: {x-track: express}}}
                route: [{destination: {host: back}}]
              - route: [{destination: {host: back}}]
            """),
    /** A VirtualService of a gateway that leads there, too: rules of the sandbox at the gateway, beside its HTTPRoute. */
    GATEWAY("gateway with VirtualService", """
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: edge, namespace: %1$s}
            spec:
              selector: {istio: ingressgateway}
              servers: [{port: {number: %2$d, protocol: HTTP, name: http}, hosts: ["*"]}]
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: public, namespace: %1$s, labels: {team: others}}
            spec:
              hosts: ["127.0.0.1"]
              gateways: [edge]
              http:
              - match: [{uri: {prefix: /express}}]
                headers: {request: {set: {x-track: express}}}
                route: [{destination: {host: back}}]
              - route: [{destination: {host: back}}]
            """),
    /** An HTTPRoute of a Gateway that leads there, too. */
    GATEWAY_API("Gateway with HTTPRoute", """
            apiVersion: gateway.networking.k8s.io/v1
            kind: Gateway
            metadata: {name: edge, namespace: %1$s}
            spec:
              gatewayClassName: istio
              listeners: [{name: web, port: %2$d, protocol: HTTP}]
            ---
            apiVersion: gateway.networking.k8s.io/v1
            kind: HTTPRoute
            metadata: {name: public, namespace: %1$s, labels: {team: others}}
            spec:
              parentRefs: [{name: edge, sectionName: web}]
              rules:
              - matches: [{path: {type: PathPrefix, value: /express}}]
                filters:
                - type: RequestHeaderModifier
                  requestHeaderModifier: {set: [{name: x-track, value: express}]}
                backendRefs: [{name: back, port: 80}]
              - backendRefs: [{name: back, port: 80}]
            """),
    /** That of {@link #HTTP_ROUTE}, where each sandbox counts how far its key gets: twins and routes for them, too. */
    TRACED("foreign routes, traced", HTTP_ROUTE.manifest),
    /** That of {@link #HTTP_ROUTE}, and Linkerd. */
    LINKERD("foreign routes, Linkerd", HTTP_ROUTE.manifest),
    /** None, and no mesh: requests say where forks are, and Envoys obey. */
    OVERRIDES("staging overrides", ""),
    /** None, and no mesh: a test sends its requests to the fork itself. */
    DIRECT("direct", "");

    private final String text;
    private final String manifest;

    LaneRoutes(String text, String manifest) {
        this.text = text;
        this.manifest = manifest;
    }

    /** Returns the manifests of others in a namespace, whose gateway has a port, if it has one. */
    public List<String> manifests(String namespace, int port) {
        return manifest.isEmpty() ? List.of() : List.of(manifest.formatted(namespace, port));
    }

    /** Returns whether requests come in at a gateway, too. */
    public boolean gateways() {
        return this == GATEWAY || this == GATEWAY_API;
    }

    /** Returns whether lanes with other routes of Istio can be in the same cluster. */
    public boolean ofIstio() {
        return mesh() == Mesh.ISTIO;
    }

    /** Returns whose routing the lanes' cluster follows. */
    public Mesh mesh() {
        return switch (this) {
            case LINKERD -> Mesh.LINKERD;
            case OVERRIDES -> Mesh.ENVOY;
            case DIRECT -> Mesh.NONE;
            default -> Mesh.ISTIO;
        };
    }

    /** Returns whether what sandboxes have on a Service is one object. */
    public boolean shared() {
        return this == ROOT || this == VIRTUAL_SERVICE || this == SLOT;
    }

    /** Returns the settings with which an engine routes in this way. */
    public Map<String, String> settings() {
        return switch (this) {
            case ROOT, VIRTUAL_SERVICE, SLOT ->
                Map.of("spurline.routing", "virtual-service", "spurline.istio.shadow", "on");
            case TRACED -> Map.of("spurline.trace", "on-missing-evidence");
            case OVERRIDES -> Map.of("spurline.routing", "overrides");
            case DIRECT -> Map.of("spurline.routing", "direct");
            default -> Map.of();
        };
    }

    @Override
    public String toString() {
        return text;
    }
}
