/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.spurline.junit.internal;

import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.time.Duration;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The JDK client under all routed ones: each has threads of its own, so there is one in a run of JUnit. */
final class SharedHttpClient implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final HttpClient client = HttpClient.newBuilder()
            .followRedirects(Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();

    static HttpClient of(ExtensionContext context) {
        return Stores.hold(context.getRoot(), SharedHttpClient.class, SharedHttpClient.class, SharedHttpClient::new)
                .client;
    }

    /** Ends the client's threads where the JDK can (21 and newer); before, they end when it is garbage. */
    @Override
    public void close() throws ReflectiveOperationException {
        if (client instanceof AutoCloseable) {
            HttpClient.class.getMethod("shutdownNow").invoke(client);
        }
    }
}
