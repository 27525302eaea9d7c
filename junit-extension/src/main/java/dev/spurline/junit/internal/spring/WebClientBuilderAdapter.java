// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal.spring;

import dev.spurline.junit.client.ClientAdapter;
import dev.spurline.junit.client.ClientTarget;
import java.net.http.HttpClient;
import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

/** Spring's {@code WebClient.Builder}: what one test adds to it the next one would send too. */
public final class WebClientBuilderAdapter implements ClientAdapter {

    /** For {@link java.util.ServiceLoader}. */
    public WebClientBuilderAdapter() {}

    @Override
    public Class<?> type() {
        return WebClient.Builder.class;
    }

    @Override
    public boolean isShareable() {
        return false;
    }

    @Override
    public WebClient.Builder create(ClientTarget target) {
        return WebClient.builder()
                .baseUrl(target.uri().toString())
                .clientConnector(new JdkClientHttpConnector(target.client(HttpClient.class)));
    }
}
