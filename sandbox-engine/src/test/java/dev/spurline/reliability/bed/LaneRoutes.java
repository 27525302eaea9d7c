// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.bed;

import java.util.List;
import java.util.Map;

/** Which routes others have put on {@code back} in a lane, and so in which way sandboxes there are routed. */
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
            """);

    private final String text;
    private final String manifest;

    LaneRoutes(String text, String manifest) {
        this.text = text;
        this.manifest = manifest;
    }

    /** Returns the manifests of others in a namespace. */
    List<String> manifests(String namespace) {
        return manifest.isEmpty() ? List.of() : List.of(manifest.formatted(namespace));
    }

    /** Returns whether what sandboxes have on a Service is one object. */
    public boolean shared() {
        return this == ROOT || this == VIRTUAL_SERVICE || this == SLOT;
    }

    /** Returns the settings with which an engine routes in this way. */
    Map<String, String> settings() {
        return shared() ? Map.of("spurline.routing", "virtual-service", "spurline.istio.shadow", "on") : Map.of();
    }

    @Override
    public String toString() {
        return text;
    }
}
