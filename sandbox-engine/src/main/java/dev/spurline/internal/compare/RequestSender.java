// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.compare;

import dev.spurline.ComparedRequest;
import dev.spurline.SandboxException;
import dev.spurline.cluster.internal.failure.FailureText;
import dev.spurline.internal.entry.EntryPoints;
import dev.spurline.internal.work.Deadline;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sends one request several times. Redirects are answers like any other. Its client ends when nobody has it any more. */
final class RequestSender {

    private final ComparedRequest request;
    private final HttpClient client;

    RequestSender(ComparedRequest request, Executor executor) {
        this.request = request;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(Redirect.NEVER)
                .executor(executor)
                .build();
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
        long begin = System.nanoTime();
        CompletableFuture<HttpResponse<byte[]>> sending =
                client.sendAsync(message(uri, headers), BodyHandlers.ofByteArray());
        try {
            HttpResponse<byte[]> answer = sending.get(request.timeout().toNanos(), TimeUnit.NANOSECONDS);
            return received(answer, Duration.ofNanos(System.nanoTime() - begin), named(way));
        } catch (TimeoutException e) {
            sending.cancel(true);
            throw failure(uri, kind, "no answer came " + Deadline.within(request.timeout()), e);
        } catch (ExecutionException e) {
            throw failure(uri, kind, FailureText.of(e.getCause() == null ? e : e.getCause()), e);
        } catch (InterruptedException e) {
            sending.cancel(true);
            Thread.currentThread().interrupt();
            throw failure(uri, kind, "the thread that waits for it was interrupted", e);
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

    private SandboxException failure(URI uri, String kind, String seen, Exception cause) {
        return new SandboxException(
                "Request [%s] %s could not be compared: it went to [%s], and %s".formatted(request, kind, uri, seen),
                cause);
    }
}
