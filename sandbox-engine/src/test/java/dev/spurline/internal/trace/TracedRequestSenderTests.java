// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.spurline.SandboxException;
import dev.spurline.TraceRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

class TracedRequestSenderTests {

    private static final Map<String, String> KEY =
            Map.of("baggage", "spurline=k7f3q5tbma", "x-spurline-key", "k7f3q5tbma");

    @Test
    void putsMembersOfOthersBehindTheKey() {
        assertThat(TracedRequestSender.merged(
                        Map.of("Baggage", "user=alice", "Accept", "text/plain", "X-Spurline-Key", "other"), KEY))
                .isEqualTo(Map.of(
                        "baggage", "spurline=k7f3q5tbma,user=alice",
                        "x-spurline-key", "k7f3q5tbma",
                        "accept", "text/plain"));
    }

    /** Else whoever traces next would wait for ever. */
    @Test
    void givesUpOnAnAnswerWithoutEnd() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 5);
            exchange.getResponseBody().flush();
        });
        server.start();
        try {
            TracedRequestSender sender = new TracedRequestSender(
                    TraceRequest.get("cart", "/carts"), KEY, ForkJoinPool.commonPool(), Duration.ofMillis(500));
            URI entry = URI.create("http://localhost:" + server.getAddress().getPort());

            assertThatThrownBy(() -> sender.send(entry))
                    .isInstanceOf(SandboxException.class)
                    .hasMessage(
                            "Tracing [GET /carts] at Service [cart] failed, as it was not answered: no whole answer came within [500 ms]. Try the request without tracing, or another one");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void refusesWhatIsNoRequest() {
        assertThatThrownBy(() -> TraceRequest.get(" ", "/"))
                .hasMessage("A traced request names no Service: say where it goes in");
        assertThatThrownBy(() -> TraceRequest.of("cart", "GE T", "/"))
                .hasMessage("[GE T] is no method of HTTP, such as GET");
        assertThatThrownBy(() -> TraceRequest.get("cart", "carts"))
                .hasMessage("The path [carts] does not begin with a slash");
    }
}
