// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

/** A gateway in a namespace of its own, {@code edge}, through which requests from outside come to {@link TwoHops}. */
final class EdgeGateway {

    static final String NAMESPACE = """
            apiVersion: v1
            kind: Namespace
            metadata: {name: edge}
            """;

    /** A Gateway of Istio, and a VirtualService that leads from it to the front. */
    static final String CLASSIC = """
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: classic, namespace: edge}
            spec:
              selector: {istio: edge}
              servers: [{port: {number: 80, protocol: HTTP, name: http}, hosts: ["hops/*.example.com"]}]
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: classic, namespace: hops}
            spec:
              hosts: [classic.example.com]
              gateways: [edge/classic]
              http:
              - match: [{uri: {prefix: /shop/}}]
                rewrite: {uri: /}
                route: [{destination: {host: front}}]
            """;

    /** A Gateway beside the front whose pods would be in Istio's own namespace, where nothing is granted. */
    static final String SYSTEM = """
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: system, namespace: hops}
            spec:
              selector: {istio: ingressgateway}
              servers: [{port: {number: 80, protocol: HTTP, name: http}, hosts: [system.example.com]}]
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: system, namespace: hops}
            spec:
              hosts: [system.example.com]
              gateways: [system]
              http: [{route: [{destination: {host: front}}]}]
            """;

    /** A Gateway in a namespace where nothing is granted, and a route from it to the back. */
    static final String VAULT = """
            apiVersion: v1
            kind: Namespace
            metadata: {name: vault}
            ---
            apiVersion: gateway.networking.k8s.io/v1
            kind: Gateway
            metadata: {name: inner, namespace: vault}
            spec:
              gatewayClassName: istio
              listeners: [{name: web, port: 80, protocol: HTTP, allowedRoutes: {namespaces: {from: All}}}]
            ---
            apiVersion: gateway.networking.k8s.io/v1
            kind: HTTPRoute
            metadata: {name: inner-back, namespace: hops}
            spec:
              parentRefs: [{name: inner, namespace: vault}]
              hostnames: [back.example.com]
              rules: [{backendRefs: [{name: back, port: 80}]}]
            """;

    private EdgeGateway() {}

    /** Returns the pods that stand behind a Gateway, and their Service, as an implementation or a platform team makes them. */
    static String pods(String name, String label, String value) {
        return """
                apiVersion: v1
                kind: Service
                metadata: {name: %1$s, namespace: edge}
                spec:
                  selector: {%2$s: %3$s}
                  ports: [{name: http, port: 80, targetPort: http}]
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: %1$s, namespace: edge}
                spec:
                  selector: {matchLabels: {%2$s: %3$s}}
                  template:
                    metadata: {labels: {%2$s: %3$s}}
                    spec:
                      containers:
                      - name: proxy
                        image: test/back:1
                        ports: [{name: http, containerPort: 8080}]
                        env: [{name: WORD, value: gateway}]
                        readinessProbe: {httpGet: {path: /ready, port: http}, periodSeconds: 1}
                """.formatted(name, label, value);
    }

    /** Returns a Gateway of the Gateway API. */
    static String gatewayApi(String name, String listeners) {
        return """
                apiVersion: gateway.networking.k8s.io/v1
                kind: Gateway
                metadata: {name: %s, namespace: edge}
                spec: {gatewayClassName: istio, listeners: [%s]}
                """.formatted(name, listeners);
    }

    /** Returns a route from a Gateway to a Service of the hops. */
    static String httpRoute(String gateway, String service, String more) {
        return """
                apiVersion: gateway.networking.k8s.io/v1
                kind: HTTPRoute
                metadata: {name: %1$s-%2$s, namespace: hops}
                spec: {parentRefs: [{name: %1$s, namespace: edge}], %3$s}
                """.formatted(gateway, service, more);
    }

    /** Returns what docs/rbac-gateway.yaml gives, and that routes of all namespaces are seen: what rules at gateways need. */
    static String rights() {
        return LeastPower.gateway("hops", "edge") + """
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRole
                metadata: {name: all-routes}
                rules:
                - apiGroups: [gateway.networking.k8s.io, networking.istio.io]
                  resources: [httproutes, grpcroutes, virtualservices]
                  verbs: [list, watch]
                ---
                apiVersion: rbac.authorization.k8s.io/v1
                kind: ClusterRoleBinding
                metadata: {name: all-routes}
                roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: all-routes}
                subjects: [{kind: ServiceAccount, name: spurline, namespace: hops}]
                """;
    }
}
