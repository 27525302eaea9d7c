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
package dev.spurline.embedded.internal.apiserver.inprocess;

import dev.spurline.embedded.internal.apiserver.http.HttpApi;
import io.fabric8.kubernetes.client.http.HttpClient;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Makes clients of the Kubernetes client library whose requests are calls of an API server in the same process: no sockets, no
 * TLS, no frames. They are the administrator's.
 */
public final class InProcessHttpClientFactory implements HttpClient.Factory {

    private final HttpApi api;
    private final Executor threads;
    private final Set<InProcessWatch> watches = ConcurrentHashMap.newKeySet();

    /**
     * Makes a factory for one client and those derived from it.
     *
     * @param api what answers
     * @param threads hand out the events of watches
     */
    public InProcessHttpClientFactory(HttpApi api, Executor threads) {
        this.api = api;
        this.threads = threads;
    }

    @Override
    public InProcessHttpClientBuilder newBuilder() {
        return new InProcessHttpClientBuilder(this);
    }

    HttpApi api() {
        return api;
    }

    Executor threads() {
        return threads;
    }

    /** Returns the watches that are open. */
    Set<InProcessWatch> watches() {
        return watches;
    }
}
