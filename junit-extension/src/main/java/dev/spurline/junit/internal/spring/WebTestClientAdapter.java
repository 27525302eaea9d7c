// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal.spring;

import dev.spurline.junit.client.ClientAdapter;
import dev.spurline.junit.client.ClientTarget;
import java.net.http.HttpClient;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.test.web.reactive.server.WebTestClient;

/** Spring's {@code WebTestClient}. */
public final class WebTestClientAdapter implements ClientAdapter {

    /** For {@link java.util.ServiceLoader}. */
    public WebTestClientAdapter() {}

    @Override
    public Class<?> type() {
        return WebTestClient.class;
    }

    @Override
    public WebTestClient create(ClientTarget target) {
        return WebTestClient.bindToServer(new JdkClientHttpConnector(target.client(HttpClient.class)))
                .baseUrl(target.uri().toString())
                .build();
    }
}
