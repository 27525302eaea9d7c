// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which other origins' pages a browser lets see the answers of a route.
 *
 * <p>Source: TranslateCORSPolicy in istiod's {@code pilot/pkg/networking/core/route/route.go}; Envoy's
 * {@code source/extensions/filters/http/cors/cors_filter.cc}.
 *
 * @param allowMethods and the other texts: what the header of the answer says, or empty
 * @param forwardsUnmatched whether the question of a page that is not allowed is forwarded
 */
public record CorsPolicy(
        List<TextMatch> origins,
        String allowMethods,
        String allowHeaders,
        String exposeHeaders,
        String maxAge,
        boolean allowCredentials,
        boolean forwardsUnmatched) {

    /** Copies the list. */
    public CorsPolicy {
        origins = List.copyOf(origins);
    }

    /** Says whether a page of an origin may see answers; an asterisk allows all. */
    boolean allows(String origin) {
        return origins.stream().anyMatch(match -> match.matches("*") || match.matches(origin));
    }

    /** Returns the header lines with which the proxy itself answers a browser's question, if it does. */
    public Optional<List<HeaderChange>> preflight(RequestHead request) {
        String origin = first(request, "origin");
        boolean asks = request.method().equals("OPTIONS")
                && !first(request, "access-control-request-method").isEmpty();
        if (!asks || origin.isEmpty()) {
            return Optional.empty();
        }
        if (!allows(origin)) {
            return forwardsUnmatched ? Optional.empty() : Optional.of(List.of());
        }
        List<HeaderChange> lines = new ArrayList<>(origin(origin));
        add(lines, "access-control-allow-methods", allowMethods);
        add(lines, "access-control-allow-headers", allowHeaders);
        add(lines, "access-control-max-age", maxAge);
        return Optional.of(lines);
    }

    /** Returns what is said on the answer of a backend. */
    public List<HeaderChange> answer(RequestHead request) {
        String origin = first(request, "origin");
        if (origin.isEmpty() || !allows(origin)) {
            return List.of();
        }
        List<HeaderChange> lines = new ArrayList<>(origin(origin));
        add(lines, "access-control-expose-headers", exposeHeaders);
        return lines;
    }

    private List<HeaderChange> origin(String origin) {
        List<HeaderChange> lines = new ArrayList<>();
        add(lines, "access-control-allow-origin", origin);
        add(lines, "access-control-allow-credentials", allowCredentials ? "true" : "");
        return lines;
    }

    private static void add(List<HeaderChange> lines, String name, String value) {
        if (!value.isEmpty()) {
            lines.add(new HeaderChange.Set(name, value));
        }
    }

    private static String first(RequestHead request, String header) {
        return request.header(header).stream().findFirst().orElse("");
    }
}
