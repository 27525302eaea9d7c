// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.cluster.PodContainer;
import dev.spurline.cluster.PodServer;
import io.fabric8.kubernetes.client.LocalPortForward;
import io.fabric8.kubernetes.client.http.WebSocket;
import io.fabric8.kubernetes.client.utils.URLUtils;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PodPortForwardTests extends NodeTestCase {

    private static final String LARGE = "x".repeat(3_000_000);

    @BeforeAll
    void addImages() {
        images.inProcess("shop/pricing:*", container -> answering(8080, 200, "price of " + container.pod()));
        images.inProcess("shop/large:*", container -> answering(8080, 200, LARGE));
        images.inProcess("shop/twin:*", PodPortForwardTests::twin);
        create(pod("pricing", "shop/pricing:1"));
        create(pod("twin", "shop/twin:1"));
        create(pod("large", "shop/large:1"));
        awaitReady("pricing");
        awaitReady("large");
        awaitReady("twin");
    }

    /** One server behind two ports. */
    private static PodServer twin(PodContainer container) throws IOException {
        PodServer one = answering(8080, 200, "twin");
        int port = one.ports().values().iterator().next();
        return PodServer.of(Map.of(8080, port, 9090, port), one::stop);
    }

    @Test
    void reachesAPortOfAContainer() throws Exception {
        try (LocalPortForward forward =
                client.pods().inNamespace("default").withName("pricing").portForward(8080)) {
            assertThat(get(forward)).isEqualTo("price of pricing");
            assertThat(get(forward)).isEqualTo("price of pricing");
        }
    }

    @Test
    void carriesMoreThanOneMessageHolds() throws Exception {
        try (LocalPortForward forward =
                client.pods().inNamespace("default").withName("large").portForward(8080)) {
            assertThat(get(forward)).isEqualTo(LARGE);
        }
    }

    @Test
    void reachesAPortOfThePodsProxy() throws Exception {
        PodServer proxy = answering(15000, 200, "config");
        network.proxyPorts.putAll(Map.of(15000, proxy.ports().get(15000)));

        try (LocalPortForward forward =
                client.pods().inNamespace("default").withName("pricing").portForward(15000)) {
            assertThat(get(forward)).isEqualTo("config");
        } finally {
            proxy.stop();
        }
    }

    @Test
    void tellsThatNobodyListens() throws Exception {
        try (LocalPortForward forward =
                client.pods().inNamespace("default").withName("pricing").portForward(81)) {
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> get(forward))
                    .isInstanceOf(IOException.class);

            Awaitility.await().atMost(PATIENCE).until(forward::errorOccurred);
            assertThat(forward.getServerThrowables().iterator().next().getMessage())
                    .contains("error forwarding port 81 to pod pricing")
                    .contains("connection refused");
        }
    }

    @Test
    void whatIsSaidAtOnceReachesEachOfSeveralPorts() {
        String path = "/api/v1/namespaces/default/pods/twin/portforward?ports=8080&ports=9090";
        Channels channels = new Channels();
        WebSocket socket = client.getHttpClient()
                .newWebSocketBuilder()
                .uri(URI.create(URLUtils.join(client.getMasterUrl().toString(), path)))
                .subprotocol("v4.channel.k8s.io")
                .buildAsync(channels)
                .join();

        socket.send(question(2));
        socket.send(question(0));

        Awaitility.await()
                .atMost(PATIENCE)
                .until(() ->
                        channels.said(0).endsWith("twin") && channels.said(2).endsWith("twin"));
        socket.sendClose(1000, "done");
    }

    private static ByteBuffer question(int channel) {
        byte[] get = "GET / HTTP/1.1\r\nHost: twin\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(get.length + 1).put((byte) channel).put(get).flip();
    }

    /** What has come on each channel. */
    private static final class Channels implements WebSocket.Listener {

        private final Map<Integer, String> heard = new ConcurrentHashMap<>();

        String said(int channel) {
            return heard.getOrDefault(channel, "");
        }

        @Override
        public void onMessage(WebSocket socket, ByteBuffer bytes) {
            int channel = bytes.get();
            heard.merge(channel, StandardCharsets.ISO_8859_1.decode(bytes).toString(), String::concat);
            socket.request();
        }
    }

    private static String get(LocalPortForward forward) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + forward.getLocalPort() + "/"))
                .timeout(PATIENCE)
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
