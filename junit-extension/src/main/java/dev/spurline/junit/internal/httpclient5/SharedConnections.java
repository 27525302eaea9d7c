// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal.httpclient5;

import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.io.CloseMode;

/** The connections of all routed clients in a run of JUnit; tests that run in parallel do not wait for each other's. */
final class SharedConnections implements AutoCloseable {

    private static final int LIMIT = 10_000;

    private final PoolingHttpClientConnectionManager pool = PoolingHttpClientConnectionManagerBuilder.create()
            .setMaxConnPerRoute(LIMIT)
            .setMaxConnTotal(LIMIT)
            .build();

    PoolingHttpClientConnectionManager pool() {
        return pool;
    }

    @Override
    public void close() {
        pool.close(CloseMode.IMMEDIATE);
    }
}
