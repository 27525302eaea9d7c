// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal.http;

import dev.spurline.junit.client.RequestKey;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Opens WebSockets with the key. Headers are held back until the address is known. */
final class RoutedWebSocketBuilder implements WebSocket.Builder {

    private final HttpClient client;
    private final RequestKey key;
    private final List<Consumer<WebSocket.Builder>> settings = new ArrayList<>();
    private final Map<String, List<String>> held = new LinkedHashMap<>();

    RoutedWebSocketBuilder(HttpClient client, RequestKey key) {
        this.client = client;
        this.key = key;
    }

    @Override
    public WebSocket.Builder header(String name, String value) {
        if (key.headerNames().contains(name.toLowerCase(Locale.ROOT))) {
            held.computeIfAbsent(name, any -> new ArrayList<>()).add(value);
        } else {
            settings.add(builder -> builder.header(name, value));
        }
        return this;
    }

    @Override
    public WebSocket.Builder connectTimeout(Duration timeout) {
        settings.add(builder -> builder.connectTimeout(timeout));
        return this;
    }

    @Override
    public WebSocket.Builder subprotocols(String mostPreferred, String... lesserPreferred) {
        settings.add(builder -> builder.subprotocols(mostPreferred, lesserPreferred));
        return this;
    }

    @Override
    public CompletableFuture<WebSocket> buildAsync(URI uri, WebSocket.Listener listener) {
        // One that has built keeps its headers, and a second socket would have those of the key twice.
        WebSocket.Builder builder = client.newWebSocketBuilder();
        settings.forEach(setting -> setting.accept(builder));
        if (!key.allows(uri)) {
            held.forEach((name, values) -> values.forEach(value -> builder.header(name, value)));
            return builder.buildAsync(uri, listener);
        }
        key.merge(held).forEach(builder::header);
        return builder.buildAsync(uri, listener).whenComplete((socket, failure) -> {
            if (failure == null) {
                key.sent(uri);
            }
        });
    }
}
