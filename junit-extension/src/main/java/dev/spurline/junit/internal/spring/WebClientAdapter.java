// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal.spring;

import dev.spurline.junit.client.ClientAdapter;
import dev.spurline.junit.client.ClientTarget;
import org.springframework.web.reactive.function.client.WebClient;

/** Spring's {@code WebClient}. */
public final class WebClientAdapter implements ClientAdapter {

    /** For {@link java.util.ServiceLoader}. */
    public WebClientAdapter() {}

    @Override
    public Class<?> type() {
        return WebClient.class;
    }

    @Override
    public WebClient create(ClientTarget target) {
        return target.client(WebClient.Builder.class).build();
    }
}
