// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal.http;

import dev.spurline.junit.client.ClientAdapter;
import dev.spurline.junit.client.ClientTarget;
import java.net.http.HttpClient;

/** The JDK's client, which has no address of its own. */
public final class HttpClientAdapter implements ClientAdapter {

    /** For {@link java.util.ServiceLoader}. */
    public HttpClientAdapter() {}

    @Override
    public Class<?> type() {
        return HttpClient.class;
    }

    @Override
    public boolean namesService() {
        return false;
    }

    @Override
    public HttpClient create(ClientTarget target) {
        return new RoutedHttpClient(
                target.shared(SharedHttpClient.class, SharedHttpClient::new).client(), target.key());
    }
}
