// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.proxy;

import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetSocket;
import java.util.function.Consumer;

/**
 * Leaves HTTP for another protocol, such as WebSocket, if the backend agrees: from then on bytes pass both ways.
 *
 * <p>Source: www.envoyproxy.io/docs/envoy/latest/intro/arch_overview/http/upgrades.
 */
final class ProtocolUpgrade {

    private final HttpServerRequest in;
    private final HttpClientRequest request;
    private final Consumer<HttpClientResponse> refused;
    private final Consumer<Throwable> failed;
    private final Runnable over;

    /**
     * Prepares to leave.
     *
     * @param refused told if the backend answers in HTTP
     * @param failed told if it does not answer
     * @param over told when the other protocol has come to its end, too
     */
    ProtocolUpgrade(
            HttpServerRequest in,
            HttpClientRequest request,
            Consumer<HttpClientResponse> refused,
            Consumer<Throwable> failed,
            Runnable over) {
        this.in = in;
        this.request = request;
        this.refused = refused;
        this.failed = failed;
        this.over = over;
    }

    void start() {
        request.putHeader(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE)
                .putHeader(HttpHeaders.UPGRADE, in.getHeader(HttpHeaders.UPGRADE));
        request.connect().onSuccess(this::answered).onFailure(failed::accept);
    }

    private void answered(HttpClientResponse response) {
        if (response.statusCode() != 101) {
            refused.accept(response);
            return;
        }
        NetSocket backend = response.netSocket();
        backend.pause();
        ForwardedHeaders.copy(response.headers(), in.response().headers());
        in.response()
                .setStatusCode(101)
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.UPGRADE)
                .putHeader(HttpHeaders.UPGRADE, response.getHeader(HttpHeaders.UPGRADE));
        in.toNetSocket()
                .onSuccess(client -> {
                    client.closeHandler(gone -> over.run());
                    client.pipeTo(backend);
                    backend.pipeTo(client);
                })
                .onFailure(gone -> backend.close());
    }
}
