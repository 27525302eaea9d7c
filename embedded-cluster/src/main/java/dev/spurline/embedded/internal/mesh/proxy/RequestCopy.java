// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.proxy;

import dev.spurline.embedded.internal.mesh.config.MeshConfig;
import dev.spurline.embedded.internal.mesh.config.MeshService;
import dev.spurline.embedded.internal.mesh.config.PodEndpoint;
import dev.spurline.embedded.internal.mesh.config.ServiceCluster;
import dev.spurline.embedded.internal.mesh.routing.Destination;
import dev.spurline.embedded.internal.mesh.routing.RouteDecision;
import dev.spurline.embedded.internal.mesh.routing.ServicePort;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A copy of a request for a mirror. Nobody waits for its answer, and what goes wrong has no effect.
 *
 * <p>Source: request_mirror_policies in Envoy's {@code route_components.proto}.
 */
final class RequestCopy {

    private static final Logger LOG = LoggerFactory.getLogger(RequestCopy.class);

    private final HttpListener listener;
    private final HttpServerRequest in;
    private final RouteDecision.Forward forward;
    private final RouteDecision.Backend backend;

    /**
     * Takes what is copied.
     *
     * @param backend where the request itself goes: what it changes of the headers is changed in the copy, too
     */
    RequestCopy(
            HttpListener listener, HttpServerRequest in, RouteDecision.Forward forward, RouteDecision.Backend backend) {
        this.listener = listener;
        this.in = in;
        this.forward = forward;
        this.backend = backend;
    }

    void send(Destination to, String authority, Buffer body) {
        ServicePort service = to.service().orElse(listener.port());
        MeshConfig config = listener.plane().config();
        Optional<MeshService.Port> port = config.service(service.namespace(), service.name())
                .flatMap(found -> found.port(service.port()))
                .filter(found -> to.service().isPresent());
        Optional<PodEndpoint> endpoint = listener.cluster(config, service, to.subset())
                .map(ServiceCluster::endpoints)
                .flatMap(ready -> listener.plane().balancer().pick(service, ready, Set.of()));
        if (port.isPresent() && endpoint.isPresent()) {
            boolean http2 = ProxyExchange.isHttp2(in, port.get().protocol());
            send(endpoint.get(), service, http2, withSuffix(authority), body);
        }
    }

    private void send(PodEndpoint endpoint, ServicePort service, boolean http2, String authority, Buffer body) {
        RequestOptions options = new RequestOptions()
                .setServer(SocketAddress.inetSocketAddress(endpoint.port(), endpoint.host()))
                .setHost(endpoint.host())
                .setPort(endpoint.port())
                .setMethod(in.method())
                .setURI(forward.uri());
        listener.client(http2)
                .request(options)
                .compose(request -> {
                    write(request, http2, authority);
                    return request.send(body);
                })
                .onSuccess(response -> {
                    response.resume();
                    listener.countCopy(in, service, endpoint, response.statusCode());
                })
                .onFailure(failed -> LOG.debug("A copy of a request to {} got no answer", service, failed));
    }

    private void write(HttpClientRequest request, boolean http2, String authority) {
        ForwardedHeaders.copyRequest(in.headers(), request.headers(), http2);
        forward.requestChanges(backend).forEach(changes -> ForwardedHeaders.change(request.headers(), changes));
        request.headers().remove(HttpHeaders.CONTENT_LENGTH);
        ForwardedHeaders.authority(request, authority);
    }

    /** Source: appendHostSuffix in Envoy's {@code source/common/router/shadow_writer_impl.cc}. */
    private static String withSuffix(String authority) {
        int colon = authority.lastIndexOf(':');
        return colon > authority.lastIndexOf(']')
                ? authority.substring(0, colon) + "-shadow" + authority.substring(colon)
                : authority + "-shadow";
    }
}
