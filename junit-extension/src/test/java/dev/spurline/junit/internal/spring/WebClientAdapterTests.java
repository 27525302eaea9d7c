// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.junit.internal.RoutedClientTestCase;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.WebClient;

/** Spring's WebClient and WebTestClient. */
class WebClientAdapterTests extends RoutedClientTestCase {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final WebClient client = target.client(WebClient.class);

    @Override
    protected int get(URI uri, Map<String, String> headers) {
        return Objects.requireNonNull(client.get()
                        .uri(uri)
                        .headers(all -> headers.forEach(all::add))
                        .retrieve()
                        .toBodilessEntity()
                        .block(LIMIT))
                .getStatusCode()
                .value();
    }

    /** Not by a pipe, which fails its reader once a thread of the client that has written to it is gone. */
    @Override
    @SuppressWarnings("JdkObsolete") // SequenceInputStream takes nothing newer than an Enumeration.
    protected InputStream stream(URI uri) {
        Iterator<DataBuffer> buffers = client.get()
                .uri(uri)
                .retrieve()
                .bodyToFlux(DataBuffer.class)
                .toIterable()
                .iterator();
        return new SequenceInputStream(new Enumeration<>() {
            @Override
            public boolean hasMoreElements() {
                return buffers.hasNext();
            }

            @Override
            public InputStream nextElement() {
                return buffers.next().asInputStream(true);
            }
        });
    }

    @Test
    void knowsTheAddress() {
        client.get().uri("/ok").retrieve().toBodilessEntity().block(LIMIT);

        assertThat(servers.seen()).containsExactly("entry /ok baggage=[" + MEMBERS + "] key=[" + KEY + "]");
    }

    @Test
    void mergesAfterAllFiltersThatABuilderGets() {
        WebClient own = target.client(WebClient.Builder.class)
                .filter((request, next) -> next.exchange(ClientRequest.from(request)
                        .headers(headers -> headers.set("baggage", "late=1,spurline=wrong"))
                        .build()))
                .build();

        own.get().uri("/ok").retrieve().toBodilessEntity().block(LIMIT);

        assertThat(servers.seen()).containsExactly("entry /ok baggage=[" + MEMBERS + ",late=1] key=[" + KEY + "]");
    }

    @Test
    void isTheClientUnderTheOneForTests() {
        WebTestClient test = target.client(WebTestClient.class);

        test.get().uri("/ok").header("baggage", "a=1").exchange().expectStatus().isOk();
        test.get()
                .uri(servers.elsewhere().resolve("/ok"))
                .exchange()
                .expectStatus()
                .isOk();

        assertThat(servers.seen())
                .containsExactly(
                        "entry /ok baggage=[" + MEMBERS + ",a=1] key=[" + KEY + "]",
                        "elsewhere /ok baggage=[null] key=[]");
        assertThat(given.sent()).isEqualTo(1);
    }
}
