// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.tunnel;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Copies headers from one connection to another: RFC 9110, 7.6.1 (Connection), and RFC 9113, 8.2.2 (TE in HTTP/2). */
final class HopHeaders {

    private static final Pattern COMMA = Pattern.compile("\\s*,\\s*");
    private static final String TE = "te";
    private static final List<String> OF_THE_CONNECTION = List.of(
            "connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade", "http2-settings", TE);

    private HopHeaders() {}

    /** Copies what is for the other end, not for the connection. */
    static void copy(MultiMap from, MultiMap to) {
        to.addAll(from);
        from.getAll(HttpHeaders.CONNECTION).stream()
                .flatMap(COMMA::splitAsStream)
                .filter(name -> !name.isBlank())
                .forEach(to::remove);
        OF_THE_CONNECTION.forEach(to::remove);
    }

    /** Copies those of a request, but for the host that it asks for. */
    static void copyRequest(MultiMap from, MultiMap to, HttpVersion version) {
        copy(from, to);
        to.remove(HttpHeaders.HOST);
        to.remove(HttpHeaders.EXPECT);
        if (version == HttpVersion.HTTP_2 && from.contains(TE, "trailers", true)) {
            to.set(TE, "trailers");
        }
    }

    static boolean isUpgrade(MultiMap headers) {
        return headers.contains(HttpHeaders.UPGRADE)
                && headers.getAll(HttpHeaders.CONNECTION).stream()
                        .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains("upgrade"));
    }

    static boolean isGrpc(MultiMap headers) {
        String type = headers.get(HttpHeaders.CONTENT_TYPE);
        return type != null && type.startsWith("application/grpc");
    }
}
