// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal.okhttp;

import dev.spurline.junit.client.ClientAdapter;
import dev.spurline.junit.client.ClientTarget;
import okhttp3.OkHttpClient;

/** OkHttp's client, which has no address of its own. */
public final class OkHttpAdapter implements ClientAdapter {

    /** For {@link java.util.ServiceLoader}. */
    public OkHttpAdapter() {}

    @Override
    public Class<?> type() {
        return OkHttpClient.class;
    }

    @Override
    public boolean namesService() {
        return false;
    }

    @Override
    public OkHttpClient create(ClientTarget target) {
        return new RoutedOkHttpClient(
                target.shared(SharedOkHttpClient.class, SharedOkHttpClient::new).client(), target.key());
    }
}
