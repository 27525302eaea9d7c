// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import com.sun.net.httpserver.HttpExchange;
import dev.spurline.cluster.Blueprint;
import dev.spurline.cluster.ClusterSpec;
import dev.spurline.cluster.Images;
import dev.spurline.cluster.PodContainer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Service {@code front} calls Service {@code back} and hands on the baggage; each says who it is. */
public final class TwoHops implements Blueprint {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final LeastPower power = new LeastPower();

    /** For settings that name it. */
    public TwoHops() {}

    /** Returns what engines were allowed to do. */
    LeastPower power() {
        return power;
    }

    @Override
    public void describe(ClusterSpec cluster) {
        cluster.namespace("hops")
                .manifests(namespace("hops"), workload("hops", "front"), workload("hops", "back"))
                .ingress("front");
        power.limit(cluster, "hops");
        images(cluster.images());
    }

    /** Describes the images of both workloads. */
    public static void images(Images images) {
        ReportJob.images(images);
        CallingPod.image(images);
        images.inProcess("test/front:*", server(TwoHops::front))
                .inProcess("test/back:*", back())
                .inProcess("test/back:talkative", TalkativeProgram.before(server(TwoHops::back)))
                .inProcess("test/back:crash", container -> {
                    container.log("started with " + container.env().get("WORD") + " and "
                            + container.env().get("PLAIN"));
                    container.log("password=" + container.env().get("VAULT") + " is refused");
                    container.log("no database at db:5432");
                    throw new IllegalStateException("cannot start");
                });
    }

    /** Returns a namespace whose pods get proxies, of either mesh. */
    public static String namespace(String name) {
        return """
                apiVersion: v1
                kind: Namespace
                metadata:
                  name: %s
                  labels: {istio-injection: enabled}
                  annotations: {linkerd.io/inject: enabled}
                """.formatted(name);
    }

    /** Returns the Deployment of one of the two, and its Service. */
    public static String workload(String namespace, String name) {
        return """
                apiVersion: v1
                kind: Service
                metadata: {name: %1$s, namespace: %2$s}
                spec:
                  selector: {app: %1$s}
                  ports: [{name: http, port: 80, targetPort: http}]
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: %1$s, namespace: %2$s}
                spec:
                  selector: {matchLabels: {app: %1$s}}
                  template:
                    metadata: {labels: {app: %1$s}}
                    spec:
                      containers:
                      - name: %1$s
                        image: test/%1$s:1
                        ports: [{name: http, containerPort: 8080}]
                        env: [{name: WORD, value: baseline}]
                        readinessProbe: {httpGet: {path: /ready, port: http}, periodSeconds: 1}
                """.formatted(name, namespace);
    }

    private static String front(PodContainer container, HttpExchange exchange) {
        URI back = URI.create("http://%s:%s%s"
                .formatted(
                        container.env().get("BACK_SERVICE_HOST"),
                        container.env().get("BACK_SERVICE_PORT"),
                        exchange.getRequestURI().getPath()));
        HttpRequest.Builder request = HttpRequest.newBuilder(back);
        exchange.getRequestHeaders()
                .getOrDefault("baggage", java.util.List.of())
                .forEach(value -> request.header("baggage", value));
        try {
            String answer = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString())
                    .body();
            return "front " + container.env().get("WORD") + ", " + answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String back(PodContainer container, HttpExchange exchange) {
        String track = exchange.getRequestHeaders().getFirst("x-track");
        return "back " + container.env().get("WORD") + (track == null ? "" : " by " + track);
    }

    /** Returns what runs in {@code back}. */
    static Images.Program back() {
        return server(TwoHops::back);
    }

    private interface Page {

        String answer(PodContainer container, HttpExchange exchange);
    }

    private static Images.Program server(Page page) {
        return container -> PodHttpServer.start(
                container,
                exchange -> PodHttpServer.reply(
                        exchange,
                        200,
                        exchange.getRequestURI().getPath().startsWith("/ready")
                                ? "ready"
                                : page.answer(container, exchange)));
    }
}
