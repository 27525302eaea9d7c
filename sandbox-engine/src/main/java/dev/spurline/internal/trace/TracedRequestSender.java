// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.trace;

import dev.spurline.SandboxException;
import dev.spurline.TraceRequest;
import dev.spurline.cluster.internal.failure.FailureText;
import dev.spurline.internal.entry.EntryPoints;
import dev.spurline.internal.work.Deadline;
import dev.spurline.internal.work.ErrorMessage;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Sends the one request that somebody asked to be traced. */
public final class TracedRequestSender {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TraceRequest request;
    private final Map<String, String> headers;
    private final Duration patience;

    /**
     * Prepares a request.
     *
     * @param request what is to be sent
     * @param key the headers that carry the key, names in lower case
     */
    public TracedRequestSender(TraceRequest request, Map<String, String> key) {
        this(request, key, PATIENCE);
    }

    TracedRequestSender(TraceRequest request, Map<String, String> key, Duration patience) {
        this.request = request;
        this.headers = merged(request.headers(), key);
        this.patience = patience;
    }

    /** Members of others stay, behind ours, as propagators cut long baggage off at its end. */
    static Map<String, String> merged(Map<String, String> own, Map<String, String> key) {
        Map<String, String> all = new LinkedHashMap<>(key);
        own.forEach((name, value) -> all.merge(
                name.toLowerCase(Locale.ROOT),
                value,
                (ours, theirs) -> ours.indexOf('=') < 0 || !key.containsKey(name.toLowerCase(Locale.ROOT))
                        ? ours
                        : ours + "," + theirs));
        return all;
    }

    /**
     * Sends it.
     *
     * @param entry where it goes in
     * @return the status of the answer
     * @throws SandboxException if there is no answer
     */
    public int send(URI entry) {
        CompletableFuture<HttpResponse<Void>> sending = sending(entry);
        try {
            return sending.get(patience.toNanos(), TimeUnit.NANOSECONDS).statusCode();
        } catch (TimeoutException e) {
            sending.cancel(true);
            throw failed("no whole answer came " + Deadline.within(patience), e);
        } catch (ExecutionException e) {
            throw failed(FailureText.of(e.getCause() == null ? e : e.getCause()), e);
        } catch (InterruptedException e) {
            sending.cancel(true);
            Thread.currentThread().interrupt();
            throw failed("its thread was interrupted", e);
        }
    }

    /** An entry may have a path of its own. A timeout of the request itself would not concern the body of the answer. */
    private CompletableFuture<HttpResponse<Void>> sending(URI entry) {
        try {
            HttpRequest.Builder sent = HttpRequest.newBuilder(EntryPoints.at(entry, request.path()))
                    .method(
                            request.method(),
                            request.body().map(BodyPublishers::ofString).orElseGet(BodyPublishers::noBody));
            headers.forEach(sent::header);
            HttpClient client =
                    HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
            return client.sendAsync(sent.build(), BodyHandlers.discarding());
        } catch (IllegalArgumentException e) {
            throw failed(ErrorMessage.of(e), e);
        }
    }

    private SandboxException failed(String reason, Exception cause) {
        return new SandboxException(
                "Tracing [%s %s] at Service [%s] failed, as it was not answered: %s. Try the request without tracing, or another one"
                        .formatted(request.method(), request.path(), request.service(), reason),
                cause);
    }
}
