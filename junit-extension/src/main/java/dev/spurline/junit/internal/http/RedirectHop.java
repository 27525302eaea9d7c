// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal.http;

import dev.spurline.junit.client.RequestKey;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/** One request on a way that may lead over redirects. */
final class RedirectHop<T> {

    private final RequestKey key;
    private final HttpRequest request;
    private final BodyHandler<T> handler;
    private final int number;
    private final Optional<HttpResponse<T>> previous;

    RedirectHop(
            RequestKey key,
            HttpRequest request,
            BodyHandler<T> handler,
            int number,
            Optional<HttpResponse<T>> previous) {
        this.key = key;
        this.request = request;
        this.handler = handler;
        this.number = number;
        this.previous = previous;
    }

    RedirectHop<T> after(HttpRequest next, HttpResponse<T> response) {
        return new RedirectHop<>(key, next, handler, number + 1, Optional.of(response));
    }

    /** Returns the request with the key, if it goes to an entry of the sandbox, else as it is. */
    HttpRequest keyed() {
        return key.allows(request.uri()) ? withKey() : request;
    }

    private HttpRequest withKey() {
        Map<String, String> merged = key.merge(request.headers().map());
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(request, (name, value) -> !merged.containsKey(name.toLowerCase(Locale.ROOT)));
        merged.forEach(builder::setHeader);
        return builder.build();
    }

    /** Returns a handler that throws the body of a redirect away and leaves all others to the caller's. */
    BodyHandler<T> handler() {
        return info -> redirected(info) ? BodySubscribers.replacing(null) : handler.apply(info);
    }

    /** Takes an answer into account. */
    HttpResponse<T> answered(HttpResponse<T> response) {
        if (key.allows(request.uri())) {
            key.sent(request.uri());
        }
        return previous.isEmpty() ? response : new Chained<>(response, previous);
    }

    /** Returns the request to follow a redirect with. */
    Optional<HttpRequest> next(HttpResponse<T> response) {
        return number >= RedirectRules.LIMIT
                ? Optional.empty()
                : RedirectRules.next(request, response.statusCode(), location(response.headers()));
    }

    private boolean redirected(ResponseInfo info) {
        return number < RedirectRules.LIMIT
                && RedirectRules.next(request, info.statusCode(), location(info.headers()))
                        .isPresent();
    }

    private static Optional<String> location(HttpHeaders headers) {
        return headers.firstValue("Location");
    }

    /** An answer that knows the redirect before it. */
    private record Chained<T>(HttpResponse<T> response, Optional<HttpResponse<T>> previousResponse)
            implements HttpResponse<T> {

        @Override
        public int statusCode() {
            return response.statusCode();
        }

        @Override
        public HttpRequest request() {
            return response.request();
        }

        @Override
        public HttpHeaders headers() {
            return response.headers();
        }

        @Override
        public T body() {
            return response.body();
        }

        @Override
        public Optional<SSLSession> sslSession() {
            return response.sslSession();
        }

        @Override
        public URI uri() {
            return response.uri();
        }

        @Override
        public HttpClient.Version version() {
            return response.version();
        }
    }
}
