// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.proxy;

import dev.spurline.embedded.internal.mesh.routing.RequestHead;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import java.util.List;
import java.util.Objects;

/** A request as routing sees it. */
record VertxRequestHead(HttpServerRequest request) implements RequestHead {

    @Override
    public String method() {
        return request.method().name();
    }

    @Override
    public String uri() {
        return request.uri();
    }

    @Override
    public String authority() {
        String host = request.headers().get(HttpHeaders.HOST);
        if (request.version() == HttpVersion.HTTP_2 && request.authority() != null) {
            return text(request.authority());
        }
        return Objects.requireNonNullElse(host, "");
    }

    private static String text(HostAndPort authority) {
        return authority.port() < 0 ? authority.host() : authority.host() + ":" + authority.port();
    }

    @Override
    public List<String> header(String name) {
        return request.headers().getAll(name);
    }
}
