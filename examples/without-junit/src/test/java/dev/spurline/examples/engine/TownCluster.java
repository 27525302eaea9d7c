// SPDX-License-Identifier: Apache-2.0
package dev.spurline.examples.engine;

import com.sun.net.httpserver.HttpServer;
import dev.spurline.cluster.Blueprint;
import dev.spurline.cluster.ClusterSpec;
import dev.spurline.cluster.PodContainer;
import dev.spurline.cluster.PodServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** Service {@code word} says its word; its image {@code broken} says it with an error. */
public final class TownCluster implements Blueprint {

    private static final String MANIFESTS = """
            apiVersion: v1
            kind: Namespace
            metadata: {name: town, labels: {istio-injection: enabled}}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: word}
            spec:
              selector: {app: word}
              ports: [{name: http, port: 80, targetPort: 8080}]
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: word}
            spec:
              selector: {matchLabels: {app: word}}
              template:
                metadata: {labels: {app: word}}
                spec:
                  containers:
                  - name: word
                    image: town/word:1
                    ports: [{containerPort: 8080}]
                    env: [{name: WORD, value: baseline}]
                    readinessProbe: {tcpSocket: {port: 8080}}
            """;

    @Override
    public void describe(ClusterSpec cluster) {
        cluster.namespace("town").manifests(MANIFESTS);
        cluster.images().inProcess("town/word:*", TownCluster::serve);
    }

    private static PodServer serve(PodContainer container) throws IOException {
        int status = container.image().endsWith(":broken") ? 500 : 200;
        byte[] word = container.env().getOrDefault("WORD", "").getBytes(StandardCharsets.UTF_8);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(status, word.length);
            exchange.getResponseBody().write(word);
            exchange.close();
        });
        server.start();
        return PodServer.of(8080, server.getAddress().getPort(), () -> server.stop(0));
    }
}
