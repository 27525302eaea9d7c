// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.entry;

import dev.spurline.cluster.internal.failure.FailureText;
import dev.spurline.internal.work.Deadline;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends requests that people have asked for, and waits for whole answers: a timeout of the JDK's client ends with the headers.
 * Redirects are answers like any other. Its client ends when nobody has it any more.
 */
public final class EntryClient {

    private final HttpClient client;

    /**
     * Prepares a client; it connects when something is sent.
     *
     * @param executor runs what the client does
     */
    public EntryClient(Executor executor) {
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(Redirect.NEVER)
                .executor(executor)
                .build();
    }

    /**
     * Sends a request and waits for its answer.
     *
     * @param late what is said if it does not come in time, before how long that was
     * @throws UnansweredException if there is no answer in time
     */
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> body, Duration patience, String late)
            throws UnansweredException {
        CompletableFuture<HttpResponse<T>> sending = client.sendAsync(request, body);
        try {
            return sending.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            sending.cancel(true);
            throw new UnansweredException("%s %s".formatted(late, Deadline.within(patience)), e);
        } catch (ExecutionException e) {
            throw new UnansweredException(FailureText.of(e.getCause() == null ? e : e.getCause()), e);
        } catch (InterruptedException e) {
            sending.cancel(true);
            Thread.currentThread().interrupt();
            throw new UnansweredException("the thread that waits for it was interrupted", e);
        }
    }

    /** Says why a request has no answer. */
    public static final class UnansweredException extends Exception {

        private UnansweredException(String reason, Exception cause) {
            super(reason, cause);
        }
    }
}
