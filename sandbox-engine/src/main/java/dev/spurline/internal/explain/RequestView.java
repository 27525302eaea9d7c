// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.explain;

import dev.spurline.MeshRequest;
import dev.spurline.RoutingKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A request as rules look at it.
 *
 * @param method the method
 * @param authority the host, with the port unless that is 80
 * @param path the path without the query
 * @param query names and values of the query in their order, as they are written
 * @param headers the lines of each header, names in lower case
 * @param port the port at which it comes to the proxy
 */
record RequestView(
        String method,
        String authority,
        String path,
        List<Map.Entry<String, String>> query,
        Map<String, List<String>> headers,
        int port) {

    /** The fork's name has no dot: what follows one is a secret of Envoys (docs/envoy.md). */
    private static final Pattern FORK_MEMBER =
            Pattern.compile("(" + Pattern.quote(RoutingKey.FORK_MEMBER) + "[^=,;]*=[^.,;]*\\.)[^,;]*");

    private static final Set<String> SECRET = Set.of("authorization", "proxy-authorization", "cookie");

    /** Looks at a request that is sent to a host and port. */
    static RequestView of(MeshRequest request, String host, int port) {
        int mark = request.path().indexOf('?');
        String authority = port == 80 ? host : host + ":" + port;
        List<String> named = request.headers().getOrDefault("host", List.of());
        return new RequestView(
                request.method(),
                named.isEmpty() ? authority : named.get(0),
                mark < 0 ? request.path() : request.path().substring(0, mark),
                mark < 0 ? List.of() : query(request.path().substring(mark + 1)),
                request.headers(),
                port);
    }

    private static List<Map.Entry<String, String>> query(String text) {
        List<Map.Entry<String, String>> parameters = new ArrayList<>();
        for (String part : text.split("&", -1)) {
            int equals = part.indexOf('=');
            if (!part.isEmpty()) {
                parameters.add(
                        equals < 0
                                ? Map.entry(part, "")
                                : Map.entry(part.substring(0, equals), part.substring(equals + 1)));
            }
        }
        return parameters;
    }

    /** Returns the host without the port, in lower case. */
    String host() {
        int colon = authority.lastIndexOf(':');
        return (colon < 0 ? authority : authority.substring(0, colon)).toLowerCase(Locale.ROOT);
    }

    /** Returns the lines of a header, whatever the case of its name. */
    List<String> lines(String header) {
        return headers.getOrDefault(header.toLowerCase(Locale.ROOT), List.of());
    }

    /** Returns a header as Envoy sees it: its lines joined by commas, without spaces (HeaderUtility::getAllOfHeaderAsString). */
    Optional<String> joined(String header) {
        List<String> lines = lines(header);
        return lines.isEmpty() ? Optional.empty() : Optional.of(String.join(",", lines));
    }

    /** Returns the values of a parameter in their order. */
    List<String> parameters(String name) {
        return query.stream()
                .filter(parameter -> parameter.getKey().equals(name))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** Compares a header. */
    static Condition header(String name, Optional<String> seen, String wanted, boolean met) {
        return Condition.of("header [%s]".formatted(name), seen.map(value -> told(name, value)), wanted, met);
    }

    /** Returns the value of a header as it is told: without credentials. */
    static String told(String name, String value) {
        return SECRET.contains(name.toLowerCase(Locale.ROOT))
                ? "***"
                : FORK_MEMBER.matcher(value).replaceAll("$1***");
    }
}
