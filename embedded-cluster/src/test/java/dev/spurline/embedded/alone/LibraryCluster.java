// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.alone;

import com.sun.net.httpserver.HttpServer;
import dev.spurline.cluster.Blueprint;
import dev.spurline.cluster.ClusterSpec;
import dev.spurline.cluster.PodContainer;
import dev.spurline.cluster.PodServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The blueprint of docs/blueprints.md: a desk in the JVM of the test asks for books, which are a process. */
public final class LibraryCluster implements Blueprint {

    private static final String MANIFESTS = """
            apiVersion: v1
            kind: Namespace
            metadata: {name: library, labels: {istio-injection: enabled}}
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: books}
            data: {title: Walden}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: books}
            spec: {selector: {app: books}, ports: [{name: http, port: 80, targetPort: 8080}]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: desk}
            spec: {selector: {app: desk}, ports: [{name: http, port: 80, targetPort: 8080}]}
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: books}
            spec:
              selector: {matchLabels: {app: books}}
              template:
                metadata: {labels: {app: books}}
                spec:
                  containers:
                  - name: books
                    image: library/books:1
                    ports: [{containerPort: 8080}]
                    readinessProbe: {tcpSocket: {port: 8080}}
                    volumeMounts: [{name: shelf, mountPath: /etc/shelf}]
                  volumes: [{name: shelf, configMap: {name: books}}]
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: desk}
            spec:
              selector: {matchLabels: {app: desk}}
              template:
                metadata: {labels: {app: desk}}
                spec:
                  containers:
                  - name: desk
                    image: library/desk:1
                    ports: [{containerPort: 8080}]
                    readinessProbe: {exec: {command: [desk, is-open]}}
            """;

    @Override
    public void describe(ClusterSpec cluster) {
        cluster.namespace("library").manifests(MANIFESTS).ingress("desk");
        cluster.images().inProcess("library/desk:*", Desk::open).javaProcess("library/books:*", Books.class);
    }

    /** Runs in the JVM of the test. */
    private record Desk(HttpServer server) implements PodServer {

        static Desk open(PodContainer container) throws IOException {
            Map<String, String> env = container.env();
            URI books = URI.create("http://" + env.get("BOOKS_SERVICE_HOST") + ":" + env.get("BOOKS_SERVICE_PORT"));
            return new Desk(serve(0, () -> books.toURL().openStream()));
        }

        @Override
        public Map<Integer, Integer> ports() {
            return Map.of(8080, server.getAddress().getPort());
        }

        @Override
        public int exec(List<String> command) {
            return command.equals(List.of("desk", "is-open")) ? 0 : 127;
        }

        @Override
        public void stop() {
            server.stop(0);
        }
    }

    /** Runs in a JVM of its own, as an image would start it. */
    static final class Books {

        public static void main(String[] args) throws IOException {
            Path title = Path.of(System.getenv("MOUNT_ETC_SHELF"), "title");
            serve(Integer.parseInt(System.getenv("PORT")), () -> Files.newInputStream(title));
        }
    }

    private static HttpServer serve(int port, Answer answer) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", exchange -> {
            try (exchange;
                    InputStream body = answer.open()) {
                exchange.sendResponseHeaders(200, 0);
                body.transferTo(exchange.getResponseBody());
            }
        });
        server.start();
        return server;
    }

    private interface Answer {

        InputStream open() throws IOException;
    }
}
