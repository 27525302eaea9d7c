// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.junit.internal.RoutedClientTestCase;
import java.io.InputStream;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.web.client.RestClient;

/** Spring's RestClient. */
class RestClientAdapterTests extends RoutedClientTestCase {

    private final RestClient client = target.client(RestClient.class);

    @Override
    protected int get(URI uri, Map<String, String> headers) {
        return client.get()
                .uri(uri)
                .headers(all -> headers.forEach(all::add))
                .retrieve()
                .toBodilessEntity()
                .getStatusCode()
                .value();
    }

    @Override
    protected InputStream stream(URI uri) {
        return Objects.requireNonNull(client.get().uri(uri).exchange((request, response) -> response.getBody(), false));
    }

    @Test
    void knowsTheAddress() {
        client.get().uri("/ok").retrieve().toBodilessEntity();

        assertThat(servers.seen()).containsExactly("entry /ok baggage=[" + MEMBERS + "] key=[" + KEY + "]");
    }

    @Test
    void mergesAfterAllInterceptorsThatABuilderGets() {
        RestClient own = target.client(RestClient.Builder.class)
                .requestInterceptor((request, body, execution) -> {
                    request.getHeaders().set("baggage", "late=1,spurline=wrong");
                    return execution.execute(request, body);
                })
                .build();

        own.get().uri("/ok").retrieve().toBodilessEntity();

        assertThat(servers.seen()).containsExactly("entry /ok baggage=[" + MEMBERS + ",late=1] key=[" + KEY + "]");
    }
}
