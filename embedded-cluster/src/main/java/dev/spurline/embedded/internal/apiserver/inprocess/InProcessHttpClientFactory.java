// SPDX-License-Identifier: Apache-2.0
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
