// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.trace;

import dev.spurline.SandboxException;
import dev.spurline.TraceRequest;
import dev.spurline.internal.entry.EntryClient;
import dev.spurline.internal.entry.EntryClient.UnansweredException;
import dev.spurline.internal.entry.EntryPoints;
import dev.spurline.internal.work.ErrorMessage;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executor;

/** Sends the one request that somebody asked to be traced. */
public final class TracedRequestSender {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final EntryClient client;
    private final TraceRequest request;
    private final Map<String, String> headers;
    private final Duration patience;

    /**
     * Prepares a request.
     *
     * @param request what is to be sent
     * @param key the headers that carry the key, names in lower case
     * @param executor runs what the client does
     */
    public TracedRequestSender(TraceRequest request, Map<String, String> key, Executor executor) {
        this(request, key, executor, PATIENCE);
    }

    TracedRequestSender(TraceRequest request, Map<String, String> key, Executor executor, Duration patience) {
        this.client = new EntryClient(executor);
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
        try {
            return client.send(message(entry), BodyHandlers.discarding(), patience, "no whole answer came")
                    .statusCode();
        } catch (UnansweredException e) {
            throw failed(ErrorMessage.of(e), e);
        }
    }

    /**
     * Returns where it is sent.
     *
     * @param entry where it goes in
     * @throws SandboxException if its path is none
     */
    public URI address(URI entry) {
        try {
            return EntryPoints.at(entry, request.path());
        } catch (IllegalArgumentException e) {
            throw failed(ErrorMessage.of(e), e);
        }
    }

    private HttpRequest message(URI entry) {
        try {
            HttpRequest.Builder message = HttpRequest.newBuilder(address(entry))
                    .method(
                            request.method(),
                            request.body().map(BodyPublishers::ofString).orElseGet(BodyPublishers::noBody));
            headers.forEach(message::header);
            return message.build();
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
