// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.compare;

import dev.spurline.ComparedRequest;
import dev.spurline.SandboxException;
import dev.spurline.cluster.internal.failure.FailureText;
import dev.spurline.internal.entry.EntryClient;
import dev.spurline.internal.entry.EntryClient.UnansweredException;
import dev.spurline.internal.entry.EntryPoints;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends one request several times. */
final class RequestSender {

    private final ComparedRequest request;
    private final EntryClient client;

    RequestSender(ComparedRequest request, Executor executor) {
        this.request = request;
        this.client = new EntryClient(executor);
    }

    /**
     * Sends the request and waits for the answer.
     *
     * @param way where it goes in
     * @param headers what it carries
     * @param kind tells people which of the requests it is
     * @throws SandboxException if there is no answer in time
     */
    ReceivedAnswer send(URI way, Map<String, List<String>> headers, String kind) {
        URI uri = EntryPoints.at(way, request.path());
        HttpRequest message = message(uri, headers);
        long begin = System.nanoTime();
        try {
            HttpResponse<byte[]> answer =
                    client.send(message, BodyHandlers.ofByteArray(), request.timeout(), "no answer came");
            return received(answer, Duration.ofNanos(System.nanoTime() - begin), named(way));
        } catch (UnansweredException e) {
            throw new SandboxException(
                    "Request [%s] %s could not be compared: it went to [%s], and %s"
                            .formatted(request, kind, uri, FailureText.of(e)),
                    e);
        }
    }

    private HttpRequest message(URI uri, Map<String, List<String>> headers) {
        HttpRequest.Builder message = HttpRequest.newBuilder(uri).method(request.method(), body());
        headers.forEach((name, values) -> values.forEach(value -> message.header(name, value)));
        return message.build();
    }

    private BodyPublisher body() {
        return request.body().map(BodyPublishers::ofByteArray).orElseGet(BodyPublishers::noBody);
    }

    /** Names of HTTP/2 that begin with a colon are no headers. */
    private static ReceivedAnswer received(HttpResponse<byte[]> answer, Duration took, UnaryOperator<String> neutral) {
        Map<String, List<String>> headers = new TreeMap<>(answer.headers().map());
        headers.keySet().removeIf(name -> name.toLowerCase(Locale.ROOT).startsWith(":"));
        return new ReceivedAnswer(answer.statusCode(), headers, answer.body(), took, neutral);
    }

    /** An application that tells its own address has it from the request, and each tunnel has a port of its own. */
    private UnaryOperator<String> named(URI way) {
        Pattern address = Pattern.compile(Pattern.quote(way.getAuthority()) + "(?!\\d)");
        String name = Matcher.quoteReplacement(request.service());
        return text -> address.matcher(text).replaceAll(name);
    }
}
