// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.routing;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.embedded.routing.RoutingCase.RoutingRequest;
import dev.spurline.embedded.routing.RoutingTarget.RoutingAnswer;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.awaitility.core.ConditionTimeoutException;

/** Sends requests of cases to a port of this machine, and reads what comes back. */
public final class RequestSender {

    private static final int SECONDS = 60;
    private static final Duration MIRROR = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final HttpClient client;

    /** Sends by this. */
    public RequestSender(Vertx vertx) {
        this.vertx = vertx;
        client = vertx.createHttpClient(new HttpClientOptions().setKeepAlive(false));
    }

    /**
     * Sends a request.
     *
     * @param rule what is known of the rule that decides
     * @param workloads where a mirrored request may have gone to
     */
    public RoutingAnswer send(int port, RoutingCase each, Optional<String> rule, Map<String, EchoServer> workloads)
            throws Exception {
        String id = UUID.randomUUID().toString();
        RoutingRequest request = each.request();
        RequestOptions options = new RequestOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setMethod(HttpMethod.valueOf(request.method()))
                .setURI(request.path())
                .putHeader("host", request.authority())
                .putHeader(EchoServer.ID, id);
        request.headers().forEach((name, values) -> options.getHeaders().set(name, values));
        RoutingAnswer answer = exchange(options, (response, body) -> read(response, body, rule));
        if (each.expected().mirrored().isEmpty()) {
            return answer;
        }
        return mirrored(each, answer, id, workloads);
    }

    /** A proxy answers without waiting for those to which it sends a copy. */
    private static RoutingAnswer mirrored(
            RoutingCase each, RoutingAnswer answer, String id, Map<String, EchoServer> workloads) {
        try {
            return await().atMost(MIRROR)
                    .pollInterval(Duration.ofMillis(5))
                    .until(
                            () -> withMirrors(answer, id, workloads),
                            seen -> seen.mirrored().equals(each.expected().mirrored()));
        } catch (ConditionTimeoutException late) {
            return withMirrors(answer, id, workloads);
        }
    }

    private static RoutingAnswer read(HttpClientResponse response, Buffer body, Optional<String> rule) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        response.headers()
                .forEach(header -> headers.computeIfAbsent(
                                header.getKey().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                        .add(header.getValue()));
        // A rule may have removed the content type.
        boolean echo = body.toString().startsWith("{\"workload\"");
        Optional<JsonNode> told = echo ? Optional.of(EchoServer.read(body.toString())) : Optional.empty();
        return new RoutingAnswer(
                response.statusCode(),
                told.map(json -> json.path("workload").asText()),
                rule,
                body.toString(),
                headers,
                told.map(EchoServer::received),
                List.of());
    }

    private static RoutingAnswer withMirrors(RoutingAnswer answer, String id, Map<String, EchoServer> workloads) {
        List<String> mirrored = workloads.entrySet().stream()
                .filter(workload -> workload.getValue().hasSeen(id))
                .map(Map.Entry::getKey)
                .filter(workload -> !answer.workload().equals(Optional.of(workload)))
                .sorted()
                .toList();
        return new RoutingAnswer(
                answer.status(),
                answer.workload(),
                answer.rule(),
                answer.body(),
                answer.headers(),
                answer.received(),
                mirrored);
    }

    /** Returns the text of a page. */
    String page(int port, String path) throws Exception {
        return exchange(
                new RequestOptions().setHost("127.0.0.1").setPort(port).setURI(path),
                (response, body) -> body.toString());
    }

    /** On one event loop from the begin: a body that comes before anybody listens is lost. */
    private <T> T exchange(RequestOptions options, BiFunction<HttpClientResponse, Buffer, T> reader) throws Exception {
        Promise<T> answer = Promise.promise();
        vertx.runOnContext(now -> client.request(options)
                .compose(HttpClientRequest::send)
                .compose(response -> response.body().map(body -> reader.apply(response, body)))
                .onComplete(answer));
        return answer.future().toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
    }
}
