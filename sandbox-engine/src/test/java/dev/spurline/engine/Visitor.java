// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import dev.spurline.cluster.Images;
import dev.spurline.cluster.PodContainer;
import dev.spurline.cluster.PodServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/** A pod of the mesh that sends requests for a test, through its own proxy as any caller. */
final class Visitor implements Images.Program {

    static final String IMAGE = "test/visitor:1";
    static final String MANIFESTS = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: visitor}
            spec:
              selector: {matchLabels: {app: visitor}}
              template:
                metadata: {labels: {app: visitor}}
                spec:
                  containers: [{name: visitor, image: "test/visitor:1"}]
            """;

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private volatile Map<String, String> env = Map.of();

    @Override
    public PodServer start(PodContainer container) {
        env = Map.copyOf(container.env());
        return PodServer.of(Map.of(), () -> {});
    }

    /**
     * Asks as that pod does.
     *
     * @param entry {@code service:port/path}
     * @return status and body
     */
    String ask(String entry, Map<String, String> headers) {
        int colon = entry.indexOf(':');
        int slash = entry.indexOf('/');
        String service = entry.substring(0, colon).toUpperCase(Locale.ROOT).replace('-', '_');
        String variable = service + "_PORT_" + entry.substring(colon + 1, slash) + "_TCP_";
        URI uri = URI.create("http://%s:%s%s"
                .formatted(env.get(variable + "ADDR"), env.get(variable + "PORT"), entry.substring(slash)));
        HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(Duration.ofMinutes(1));
        headers.forEach(request::header);
        try {
            HttpResponse<String> answer = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() + " " + answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException(entry, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
