// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import dev.spurline.cluster.Blueprint;
import dev.spurline.cluster.ClusterSpec;
import dev.spurline.cluster.PodContainer;
import dev.spurline.cluster.PodServer;
import java.io.IOException;
import java.util.List;

/**
 * Services {@code back} and {@code twin}, which answer alike, so that one shows what the other would do without a sandbox;
 * and {@code canary}, to which routes of both may lead.
 */
final class Twins implements Blueprint {

    /** A cluster serves a kind of Istio's as soon as it has an object of one. */
    private static final String OTHERS = """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: others, namespace: hops}
            spec: {hosts: [others.example.com], http: [{route: [{destination: {host: others.example.com}}]}]}
            """;

    private final ClusterSpec.Mesh mesh;
    private final List<String> more;

    Twins(ClusterSpec.Mesh mesh) {
        this(mesh, List.of());
    }

    private Twins(ClusterSpec.Mesh mesh, List<String> more) {
        this.mesh = mesh;
        this.more = more;
    }

    /** Returns the same in a cluster that serves VirtualServices. */
    Twins withVirtualServices() {
        return new Twins(mesh, List.of(OTHERS));
    }

    @Override
    public void describe(ClusterSpec cluster) {
        cluster.namespace("hops")
                .mesh(mesh)
                .manifests(
                        TwoHops.namespace("hops"),
                        CallingPod.to("hops", "back", "http"),
                        CallingPod.to("hops", "twin", "http"))
                .manifests(workload("back", "baseline"), workload("twin", "baseline"), workload("canary", "canary"))
                .manifests(more.toArray(String[]::new))
                .ingress(CallingPod.name("back"), CallingPod.name("twin"));
        CallingPod.image(cluster.images());
        cluster.images().inProcess("test/word:*", Twins::server);
    }

    private static String workload(String name, String word) {
        return """
                apiVersion: v1
                kind: Service
                metadata: {name: %1$s}
                spec:
                  selector: {app: %1$s}
                  ports: [{name: http, port: 80, targetPort: http}]
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: %1$s}
                spec:
                  selector: {matchLabels: {app: %1$s}}
                  template:
                    metadata: {labels: {app: %1$s}}
                    spec:
                      containers:
                      - name: word
                        image: test/word:1
                        ports: [{name: http, containerPort: 8080}]
                        env: [{name: WORD, value: %2$s}]
                        readinessProbe: {httpGet: {path: /ready, port: http}, periodSeconds: 1}
                """.formatted(name, word);
    }

    static PodServer server(PodContainer container) throws IOException {
        return PodHttpServer.start(
                container,
                exchange -> PodHttpServer.reply(
                        exchange, 200, String.valueOf(container.env().get("WORD"))));
    }
}
