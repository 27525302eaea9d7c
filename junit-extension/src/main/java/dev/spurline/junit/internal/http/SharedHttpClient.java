// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal.http;

import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.time.Duration;

/** The JDK client under all routed ones: each has threads of its own, so there is one in a run of JUnit. */
final class SharedHttpClient implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient client = HttpClient.newBuilder()
            .followRedirects(Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();

    HttpClient client() {
        return client;
    }

    /** Ends the client's threads where the JDK can (21 and newer); before, they end when it is garbage. */
    @Override
    public void close() throws ReflectiveOperationException {
        if (client instanceof AutoCloseable) {
            HttpClient.class.getMethod("shutdownNow").invoke(client);
        }
    }
}
