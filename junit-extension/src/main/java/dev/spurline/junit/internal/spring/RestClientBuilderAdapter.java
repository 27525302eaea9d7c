// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal.spring;

import dev.spurline.junit.client.ClientAdapter;
import dev.spurline.junit.client.ClientTarget;
import java.net.http.HttpClient;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;

/** Spring's {@code RestClient.Builder}: what one test adds to it the next one would send too. */
public final class RestClientBuilderAdapter implements ClientAdapter {

    /** For {@link java.util.ServiceLoader}. */
    public RestClientBuilderAdapter() {}

    @Override
    public Class<?> type() {
        return RestClient.Builder.class;
    }

    @Override
    public boolean isShareable() {
        return false;
    }

    @Override
    public RestClient.Builder create(ClientTarget target) {
        return RestClient.builder()
                .baseUrl(target.uri().toString())
                .requestFactory(new JdkClientHttpRequestFactory(target.client(HttpClient.class)));
    }
}
