// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.tunnel;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.URI;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * A loopback port for HTTP whose requests arrive at a pod as if they had been sent to another address. A gateway goes by the
 * host that a request asks for and by the name in the TLS handshake, while a client that is given a loopback address asks for
 * that, and the JDK's lets nobody change it.
 *
 * <p>Calls of gRPC go on as HTTP/2, all else as HTTP/1.1. What the gateway speaks with the Service does not depend on that.
 *
 * <p>The certificate of the gateway is not checked. Which pod it is was said by the API server, whose own certificate was.
 */
public final class GatewayTunnel implements AutoCloseable {

    private static final String LOOPBACK = "127.0.0.1";
    private static final int HEADERS = 64 * 1024;

    private final PodTunnel pod;
    private final URI origin;
    private final Vertx vertx;
    private final HttpClient http1;
    private final HttpClient http2;
    private final HttpServer server;

    private GatewayTunnel(PodTunnel pod, URI origin) {
        this.pod = pod;
        this.origin = origin;
        this.vertx = Vertx.vertx(new VertxOptions()
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false))
                .setEventLoopPoolSize(1)
                .setUseDaemonThread(true));
        this.http1 = vertx.createHttpClient(clientOptions(HttpVersion.HTTP_1_1));
        this.http2 = vertx.createHttpClient(clientOptions(HttpVersion.HTTP_2));
        this.server = vertx.createHttpServer(new HttpServerOptions()
                        .setHost(LOOPBACK)
                        .setPort(0)
                        .setMaxHeaderSize(HEADERS)
                        .setMaxInitialLineLength(HEADERS)
                        .setHandle100ContinueAutomatically(true)
                        .setInitialSettings(new Http2Settings().setMaxConcurrentStreams(Integer.MAX_VALUE)))
                .requestHandler(this::forward);
    }

    /**
     * Opens a tunnel; no connection to the pod is made before there is one to the tunnel.
     *
     * @param client reaches the cluster
     * @param target names the pod's port at this moment, or throws if there is none
     * @param origin what requests are to ask for: scheme, host and port
     * @return the open tunnel
     */
    public static GatewayTunnel open(KubernetesClient client, Supplier<PodPort> target, URI origin) {
        GatewayTunnel tunnel = new GatewayTunnel(PodTunnel.open(client, target), origin);
        try {
            tunnel.server.listen().toCompletionStage().toCompletableFuture().join();
            return tunnel;
        } catch (CompletionException e) {
            tunnel.close();
            throw new IllegalStateException("No loopback port for the tunnel to [%s]".formatted(origin), e.getCause());
        }
    }

    /** Returns where the tunnel begins. */
    public URI uri() {
        return URI.create("http://%s:%d".formatted(LOOPBACK, server.actualPort()));
    }

    private static HttpClientOptions clientOptions(HttpVersion version) {
        return new HttpClientOptions()
                .setProtocolVersion(version)
                .setHttp2ClearTextUpgrade(false)
                .setUseAlpn(version == HttpVersion.HTTP_2)
                .setTrustAll(true)
                .setVerifyHost(false)
                .setForceSni(true)
                .setMaxPoolSize(1 << 10)
                .setMaxHeaderSize(HEADERS);
    }

    private void forward(HttpServerRequest request) {
        request.pause();
        RequestOptions options = new RequestOptions()
                .setServer(SocketAddress.inetSocketAddress(pod.uri().getPort(), LOOPBACK))
                .setSsl(origin.getScheme().equals("https"))
                .setHost(origin.getHost())
                .setPort(LocationRewriting.port(origin))
                .setMethod(request.method())
                .setURI(request.uri());
        HttpClient client = HopHeaders.isGrpc(request.headers()) ? http2 : http1;
        new TunnelledExchange(request, pod, new LocationRewriting(origin, uri())).start(client.request(options));
    }

    @Override
    public void close() {
        pod.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
