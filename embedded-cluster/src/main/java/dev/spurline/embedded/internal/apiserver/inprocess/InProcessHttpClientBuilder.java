// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.inprocess;

import io.fabric8.kubernetes.client.http.StandardHttpClientBuilder;
import java.util.concurrent.atomic.AtomicBoolean;

/** Makes one client; what is said about connections is of no concern here. */
final class InProcessHttpClientBuilder
        extends StandardHttpClientBuilder<InProcessHttpClient, InProcessHttpClientFactory, InProcessHttpClientBuilder> {

    InProcessHttpClientBuilder(InProcessHttpClientFactory factory) {
        super(factory);
    }

    @Override
    public InProcessHttpClient build() {
        AtomicBoolean closed = client == null ? new AtomicBoolean() : client.getClosed();
        return new InProcessHttpClient(this, closed);
    }

    @Override
    protected InProcessHttpClientBuilder newInstance(InProcessHttpClientFactory factory) {
        return new InProcessHttpClientBuilder(factory);
    }
}
