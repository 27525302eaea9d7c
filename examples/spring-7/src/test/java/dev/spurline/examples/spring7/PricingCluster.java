// SPDX-License-Identifier: Apache-2.0
package dev.spurline.examples.spring7;

import com.sun.net.httpserver.HttpServer;
import dev.spurline.cluster.Blueprint;
import dev.spurline.cluster.ClusterSpec;
import dev.spurline.cluster.PodContainer;
import dev.spurline.cluster.PodServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** One service that tells its price. */
public final class PricingCluster implements Blueprint {

    private static final String MANIFESTS = """
            apiVersion: v1
            kind: Namespace
            metadata: {name: spring, labels: {istio-injection: enabled}}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: pricing}
            spec:
              selector: {app: pricing}
              ports: [{name: http, port: 80, targetPort: 8080}]
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: pricing}
            spec:
              selector: {matchLabels: {app: pricing}}
              template:
                metadata: {labels: {app: pricing}}
                spec:
                  containers:
                  - name: pricing
                    image: spring/pricing:1
                    ports: [{containerPort: 8080}]
                    env: [{name: PRICE, value: "100"}]
                    readinessProbe: {tcpSocket: {port: 8080}}
            """;

    @Override
    public void describe(ClusterSpec cluster) {
        cluster.namespace("spring").manifests(MANIFESTS);
        cluster.images().inProcess("spring/pricing:*", PricingCluster::start);
    }

    private static PodServer start(PodContainer container) throws IOException {
        byte[] price = container.env().getOrDefault("PRICE", "").getBytes(StandardCharsets.UTF_8);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, price.length);
            exchange.getResponseBody().write(price);
            exchange.close();
        });
        server.start();
        return PodServer.of(8080, server.getAddress().getPort(), () -> server.stop(0));
    }
}
