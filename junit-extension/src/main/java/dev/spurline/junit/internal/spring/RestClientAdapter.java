// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal.spring;

import dev.spurline.junit.client.ClientAdapter;
import dev.spurline.junit.client.ClientTarget;
import org.springframework.web.client.RestClient;

/** Spring's {@code RestClient}. */
public final class RestClientAdapter implements ClientAdapter {

    /** For {@link java.util.ServiceLoader}. */
    public RestClientAdapter() {}

    @Override
    public Class<?> type() {
        return RestClient.class;
    }

    @Override
    public RestClient create(ClientTarget target) {
        return target.client(RestClient.Builder.class).build();
    }
}
