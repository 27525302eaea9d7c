// SPDX-License-Identifier: Apache-2.0
package dev.spurline;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A request that a sandbox sends once, with its key, to find out how far the key gets: {@link LiveSandbox#trace}.
 *
 * @param service where it goes in, as for {@link LiveSandbox#uri}
 * @param method the method, such as {@code GET}
 * @param path path and query; begins with a slash
 * @param headers headers besides those that carry the key
 * @param body the body, in UTF-8; empty for none
 * @since 0.1
 */
public record TraceRequest(
        String service, String method, String path, Map<String, String> headers, Optional<String> body) {

    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");

    /**
     * Checks the values and copies the headers.
     *
     * @throws IllegalArgumentException if there is no Service, the method is no token, or the path has no slash
     */
    public TraceRequest {
        if (service.isBlank()) {
            throw new IllegalArgumentException("A traced request names no Service: say where it goes in");
        }
        if (!TOKEN.matcher(method).matches()) {
            throw new IllegalArgumentException("[%s] is no method of HTTP, such as GET".formatted(method));
        }
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("The path [%s] does not begin with a slash".formatted(path));
        }
        headers = Map.copyOf(headers);
    }

    /** Returns a GET request. */
    public static TraceRequest get(String service, String path) {
        return of(service, "GET", path);
    }

    /** Returns a request without a body. */
    public static TraceRequest of(String service, String method, String path) {
        return new TraceRequest(service, method, path, Map.of(), Optional.empty());
    }

    /** Returns this request with one more header. */
    public TraceRequest withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new TraceRequest(service, method, path, more, body);
    }

    /** Returns this request with a body. */
    public TraceRequest withBody(String text) {
        return new TraceRequest(service, method, path, headers, Optional.of(text));
    }
}
