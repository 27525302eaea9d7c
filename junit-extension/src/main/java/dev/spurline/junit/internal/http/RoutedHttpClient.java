// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal.http;

import dev.spurline.junit.client.RequestKey;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's client with the key. It follows redirects itself, because the JDK's would take the key along wherever a server
 * sends it.
 */
final class RoutedHttpClient extends HttpClient {

    private final HttpClient client;
    private final RequestKey key;

    /** Takes a client that follows no redirects. */
    RoutedHttpClient(HttpClient client, RequestKey key) {
        this.client = client;
        this.key = key;
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        HttpRequest next = request;
        Optional<HttpResponse<T>> previous = Optional.empty();
        for (int hop = 0; ; hop++) {
            RedirectHop<T> step = new RedirectHop<>(key, next, handler, hop, previous);
            HttpResponse<T> response = step.answered(client.send(step.keyed(), step.handler()));
            Optional<HttpRequest> following = step.next(response);
            if (following.isEmpty()) {
                return response;
            }
            previous = Optional.of(response);
            next = following.get();
        }
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(HttpRequest request, BodyHandler<T> handler) {
        return sendAsync(request, handler, null);
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, BodyHandler<T> handler, @Nullable PushPromiseHandler<T> push) {
        Exchange<T> exchange = new Exchange<>(client, push);
        exchange.start(new RedirectHop<>(key, request, handler, 0, Optional.empty()));
        return exchange;
    }

    @Override
    public WebSocket.Builder newWebSocketBuilder() {
        return new RoutedWebSocketBuilder(client, key);
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return client.cookieHandler();
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return client.connectTimeout();
    }

    /** Returns {@link Redirect#NORMAL}: redirects are followed here, not by the client inside. */
    @Override
    public Redirect followRedirects() {
        return Redirect.NORMAL;
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return client.proxy();
    }

    @Override
    public SSLContext sslContext() {
        return client.sslContext();
    }

    @Override
    public SSLParameters sslParameters() {
        return client.sslParameters();
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return client.authenticator();
    }

    @Override
    public Version version() {
        return client.version();
    }

    @Override
    public Optional<Executor> executor() {
        return client.executor();
    }

    /** On JDK 21 and newer: does nothing, because other tests share the client inside. */
    public void shutdown() {}

    /** On JDK 21 and newer: does nothing, because other tests share the client inside. */
    public void shutdownNow() {}

    /** On JDK 21 and newer: returns at once, because nothing is being shut down. */
    public boolean awaitTermination(Duration limit) {
        return true;
    }

    /** On JDK 21 and newer: false, because nothing ends before the JVM. */
    public boolean isTerminated() {
        return false;
    }

    /** On JDK 21 and newer: does nothing, because other tests share the client inside. */
    public void close() {}

    /** An asynchronous request and the redirects it follows; cancelling it cancels the one that is under way. */
    private static final class Exchange<T> extends CompletableFuture<HttpResponse<T>> {

        private final HttpClient client;
        private final @Nullable PushPromiseHandler<T> push;
        private volatile @Nullable CompletableFuture<?> underWay;

        Exchange(HttpClient client, @Nullable PushPromiseHandler<T> push) {
            this.client = client;
            this.push = push;
        }

        void start(RedirectHop<T> hop) {
            CompletableFuture<HttpResponse<T>> request = client.sendAsync(hop.keyed(), hop.handler(), push);
            underWay = request;
            if (isCancelled()) {
                // Whoever cancelled this a moment ago has cancelled the request before.
                request.cancel(true);
            }
            CompletableFuture<?> unused = request.whenComplete((response, failure) -> {
                if (failure != null) {
                    completeExceptionally(failure);
                } else {
                    finish(hop, response);
                }
            });
        }

        private void finish(RedirectHop<T> hop, HttpResponse<T> raw) {
            if (isDone()) {
                return;
            }
            try {
                HttpResponse<T> response = hop.answered(raw);
                hop.next(response).ifPresentOrElse(next -> start(hop.after(next, response)), () -> complete(response));
            } catch (RuntimeException e) {
                completeExceptionally(e);
            }
        }

        @Override
        public boolean cancel(boolean mayInterrupt) {
            CompletableFuture<?> request = underWay;
            boolean cancelled = super.cancel(mayInterrupt);
            if (request != null) {
                request.cancel(mayInterrupt);
            }
            return cancelled;
        }
    }
}
