// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal.okhttp;

import dev.spurline.junit.client.RequestKey;
import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;

/**
 * OkHttp's client with the key. Interceptors of the network do not see WebSockets, and those of the application do not see
 * redirects: so WebSockets get a client that follows none, as with the JDK's client.
 */
final class RoutedOkHttpClient extends OkHttpClient {

    private final OkHttpClient webSockets;

    RoutedOkHttpClient(OkHttpClient shared, RequestKey key) {
        super(shared.newBuilder()
                .addInterceptor(new WebSocketGuard(key))
                .addNetworkInterceptor(new OkHttpKeyInterceptor(key)));
        this.webSockets = shared.newBuilder()
                .followRedirects(false)
                .addInterceptor(new OkHttpKeyInterceptor(key))
                .build();
    }

    @Override
    public WebSocket newWebSocket(Request request, WebSocketListener listener) {
        return webSockets.newWebSocket(request, listener);
    }

    /** Refuses what would silently go without the key: a WebSocket of a client that was built from this one. */
    private record WebSocketGuard(RequestKey key) implements Interceptor {

        @Override
        public Response intercept(Chain chain) throws IOException {
            Request request = chain.request();
            if ("websocket".equalsIgnoreCase(request.header("Upgrade"))
                    && key.allows(request.url().uri())) {
                throw new IOException(
                        ("WebSocket to [%s] would have no key, because its client was built with newBuilder():"
                                        + " open it with the OkHttpClient that @Routed injects")
                                .formatted(request.url()));
            }
            return chain.proceed(request);
        }
    }
}
