// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal.httpclient5;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.junit.internal.RoutedClientTestCase;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.async.HttpAsyncClient;
import org.apache.hc.client5.http.async.methods.AbstractCharResponseConsumer;
import org.apache.hc.client5.http.async.methods.SimpleHttpRequest;
import org.apache.hc.client5.http.async.methods.SimpleRequestBuilder;
import org.apache.hc.client5.http.async.methods.SimpleRequestProducer;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.reactor.IOReactorStatus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Apache HttpClient 5 without waiting. */
class HttpAsyncClient5AdapterTests extends RoutedClientTestCase {

    private final CloseableHttpAsyncClient client = target.client(CloseableHttpAsyncClient.class);

    @Override
    protected int get(URI uri, Map<String, String> headers) throws Exception {
        SimpleHttpRequest request = SimpleRequestBuilder.get(uri).build();
        headers.forEach(request::addHeader);
        return client.execute(request, null).get(1, TimeUnit.MINUTES).getCode();
    }

    @Override
    protected InputStream stream(URI uri) throws IOException {
        PipedInputStream body = new PipedInputStream();
        var ended = client.execute(
                SimpleRequestProducer.create(SimpleRequestBuilder.get(uri).build()),
                new Piped(new PipedOutputStream(body)),
                null);
        assertThat(ended).isNotNull();
        return body;
    }

    @Test
    void standsOnTheInterfaceTooAndEndsWithItsTest() {
        assertThat(target.client(HttpAsyncClient.class)).isInstanceOf(CloseableHttpAsyncClient.class);

        target.close();

        assertThat(client.getStatus()).isEqualTo(IOReactorStatus.SHUT_DOWN);
    }

    /** Hands on what comes. */
    private static final class Piped extends AbstractCharResponseConsumer<Integer> {

        private final PipedOutputStream out;

        Piped(PipedOutputStream out) {
            this.out = out;
        }

        @Override
        protected void start(HttpResponse response, @Nullable ContentType type) {
            // What counts is the body.
        }

        @Override
        protected int capacityIncrement() {
            return Integer.MAX_VALUE;
        }

        @Override
        protected void data(CharBuffer chunk, boolean last) throws IOException {
            out.write(chunk.toString().getBytes(StandardCharsets.UTF_8));
            out.flush();
        }

        @Override
        protected Integer buildResult() {
            return 200;
        }

        @Override
        public void failed(Exception cause) {
            releaseResources();
        }

        @Override
        public void releaseResources() {
            try {
                out.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
