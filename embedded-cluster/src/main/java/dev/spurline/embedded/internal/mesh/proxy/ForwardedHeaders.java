// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.proxy;

import dev.spurline.embedded.internal.mesh.routing.HeaderChange;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What happens to headers between two connections.
 *
 * <p>Source: RFC 9110, 7.6.1 (Connection); RFC 9113, 8.2.2 (TE in HTTP/2).
 */
final class ForwardedHeaders {

    private static final Pattern COMMA = Pattern.compile(",");
    private static final List<CharSequence> HOP_BY_HOP = List.of(
            HttpHeaders.CONNECTION,
            HttpHeaders.KEEP_ALIVE,
            HttpHeaders.createOptimized("proxy-connection"),
            HttpHeaders.TRANSFER_ENCODING,
            HttpHeaders.UPGRADE,
            HttpHeaders.createOptimized("http2-settings"));
    private static final CharSequence TE = HttpHeaders.createOptimized("te");

    private ForwardedHeaders() {}

    /** Copies what is for the other end, not for the connection. */
    static void copy(MultiMap from, MultiMap to) {
        to.addAll(from);
        String connection = from.get(HttpHeaders.CONNECTION);
        if (connection != null) {
            COMMA.splitAsStream(connection)
                    .map(String::strip)
                    .filter(name -> !name.isEmpty())
                    .forEach(to::remove);
        }
        HOP_BY_HOP.forEach(to::remove);
    }

    /** Copies a request's headers; of {@code TE} only the announcement of trailers goes on, and only to HTTP/2. */
    static void copyRequest(MultiMap from, MultiMap to, boolean http2) {
        copy(from, to);
        to.remove(HttpHeaders.EXPECT);
        to.remove(HttpHeaders.HOST);
        String te = from.get(TE);
        if (te != null) {
            to.remove(TE);
            if (http2 && te.contains("trailers")) {
                to.set(TE, "trailers");
            }
        }
    }

    static void change(MultiMap headers, List<HeaderChange> changes) {
        for (HeaderChange change : changes) {
            if (change instanceof HeaderChange.Add add) {
                headers.add(add.name(), add.value());
            } else if (change instanceof HeaderChange.Set set) {
                headers.set(set.name(), set.value());
            } else {
                headers.remove(change.name());
            }
        }
    }

    /** Sets the host that a request asks for. */
    static void authority(HttpClientRequest request, String host) {
        request.headers().remove(HttpHeaders.HOST);
        HostAndPort authority = HostAndPort.parseAuthority(host, -1);
        if (request.version() == HttpVersion.HTTP_2 && authority != null) {
            request.authority(authority);
        } else {
            request.putHeader(HttpHeaders.HOST, host);
        }
    }

    static boolean isUpgrade(MultiMap headers) {
        String connection = headers.get(HttpHeaders.CONNECTION);
        return headers.contains(HttpHeaders.UPGRADE)
                && connection != null
                && connection.toLowerCase(Locale.ROOT).contains("upgrade");
    }

    /** Says whether {@code close} is among several connection options: Vert.x knows it only when it stands alone. */
    static boolean endsConnection(MultiMap headers) {
        String connection = headers.get(HttpHeaders.CONNECTION);
        return connection != null
                && connection.indexOf(',') >= 0
                && COMMA.splitAsStream(connection)
                        .anyMatch(option -> option.strip().equalsIgnoreCase("close"));
    }

    static boolean isGrpc(MultiMap headers) {
        String type = headers.get(HttpHeaders.CONTENT_TYPE);
        return type != null && type.startsWith("application/grpc");
    }
}
