// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal.httpclient5;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.junit.internal.RoutedClientTestCase;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.junit.jupiter.api.Test;

/** Apache HttpClient 5. */
class HttpClient5AdapterTests extends RoutedClientTestCase {

    private final CloseableHttpClient client = target.client(CloseableHttpClient.class);

    @Override
    protected int get(URI uri, Map<String, String> headers) throws IOException {
        HttpGet request = new HttpGet(uri);
        headers.forEach(request::addHeader);
        return client.execute(request, ClassicHttpResponse::getCode);
    }

    @Override
    @SuppressWarnings("deprecation") // the only way to a body that is still coming
    protected InputStream stream(URI uri) throws IOException {
        return client.execute(new HttpGet(uri)).getEntity().getContent();
    }

    @Test
    void mergesAllLinesOfBaggage() throws IOException {
        HttpGet request = new HttpGet(entry("/ok"));
        request.addHeader("baggage", "a=1");
        request.addHeader("Baggage", "b=2");

        client.execute(request, ClassicHttpResponse::getCode);

        assertThat(servers.seen()).containsExactly("entry /ok baggage=[" + MEMBERS + ",a=1,b=2] key=[" + KEY + "]");
    }

    @Test
    void standsOnTheInterfaceToo() throws IOException {
        target.client(HttpClient.class).execute(new HttpGet(entry("/ok")), ClassicHttpResponse::getCode);

        assertThat(given.sent()).isEqualTo(1);
    }

    @Test
    void letsOthersGoOnWhenATestClosesItsClient() throws IOException {
        target.client(CloseableHttpClient.class).close();

        assertThat(get(entry("/ok"), Map.of())).isEqualTo(200);
    }

    @Test
    void servesManyAtOnce() {
        assertThat(IntStream.range(0, 60)
                        .parallel()
                        .mapToObj(number -> status())
                        .collect(Collectors.toSet()))
                .containsExactly(200);
        assertThat(given.sent()).isEqualTo(60);
    }

    private int status() {
        try {
            return get(entry("/ok"), Map.of());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
