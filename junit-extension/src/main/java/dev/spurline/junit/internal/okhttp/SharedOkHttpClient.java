// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal.okhttp;

import okhttp3.OkHttpClient;

/** Threads and connections of all routed clients in a run of JUnit. */
final class SharedOkHttpClient implements AutoCloseable {

    private final OkHttpClient client = new OkHttpClient();

    OkHttpClient client() {
        return client;
    }

    @Override
    public void close() {
        client.dispatcher().cancelAll();
        client.dispatcher().executorService().shutdown();
        client.connectionPool().evictAll();
    }
}
