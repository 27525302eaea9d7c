// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How well a match fits a request, by which Linkerd compares: the length of what the path condition matched, whatever its
 * kind; then headers, query parameters, and last the method.
 *
 * <p>Source: RequestMatch in {@code linkerd/http/route/src/http/match.rs} and RouteMatch in
 * {@code linkerd/http/route/src/grpc/match.rs} of linkerd2-proxy.
 *
 * @param path the matched length of the path, or of the gRPC service's name
 * @param call the length of the gRPC method's name
 */
record LinkerdMatch(int path, int call, int headers, int query, boolean method) implements Comparable<LinkerdMatch> {

    private static final Comparator<LinkerdMatch> ORDER = Comparator.comparingInt(LinkerdMatch::path)
            .thenComparingInt(LinkerdMatch::call)
            .thenComparingInt(LinkerdMatch::headers)
            .thenComparingInt(LinkerdMatch::query)
            .thenComparing(LinkerdMatch::method);

    @Override
    public int compareTo(LinkerdMatch other) {
        return ORDER.compare(this, other);
    }

    /** A request with what is computed from it once. */
    record MatchedRequest(RequestHead head, String path, List<Map.Entry<String, String>> parameters) {
        MatchedRequest(RequestHead head) {
            this(head, head.path(), QueryString.decoded(head.query()));
        }
    }

    static Optional<LinkerdMatch> of(RouteMatch match, MatchedRequest request) {
        boolean conditions = match.method().map(request.head().method()::equals).orElse(true)
                && match.headers().stream().allMatch(header -> matchesHeader(header, request))
                && match.query().stream().allMatch(query -> matchesQuery(query, request));
        return conditions ? fit(match, request) : Optional.empty();
    }

    private static Optional<LinkerdMatch> fit(RouteMatch match, MatchedRequest request) {
        if (match.path() instanceof PathMatch.GrpcMethod call) {
            return call(call, match, request);
        }
        return length(match.path(), request.path())
                .map(length -> new LinkerdMatch(
                        length,
                        0,
                        match.headers().size(),
                        match.query().size(),
                        match.method().isPresent()));
    }

    private static Optional<Integer> length(PathMatch match, String path) {
        if (match instanceof PathMatch.Exact exact) {
            return exact.path().equals(path) ? Optional.of(path.length()) : Optional.empty();
        }
        if (match instanceof PathMatch.Regex regex) {
            return regex.expression().spans(path) ? Optional.of(path.length()) : Optional.empty();
        }
        String prefix = ((PathMatch.Prefix) match).path();
        return prefix.equals("/") ? Optional.of(1) : prefixLength(trimSlashes(prefix), trimSlashes(path));
    }

    private static Optional<Integer> prefixLength(String prefix, String path) {
        boolean starts =
                path.startsWith(prefix) && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/');
        return starts ? Optional.of(prefix.length()) : Optional.empty();
    }

    private static String trimSlashes(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '/') {
            end--;
        }
        return text.substring(0, end);
    }

    /** A gRPC call is a POST to service and method. */
    private static Optional<LinkerdMatch> call(PathMatch.GrpcMethod call, RouteMatch match, MatchedRequest request) {
        String[] parts = request.path().split("/", -1);
        if (!request.head().method().equals("POST") || parts.length < 3 || !parts[0].isEmpty()) {
            return Optional.empty();
        }
        boolean same = call.service().map(parts[1]::equals).orElse(true)
                && call.method().map(parts[2]::equals).orElse(true);
        return same
                ? Optional.of(new LinkerdMatch(
                        call.service().map(String::length).orElse(0),
                        call.method().map(String::length).orElse(0),
                        match.headers().size(),
                        0,
                        false))
                : Optional.empty();
    }

    /** One line of a repeated header has to match, not all of them joined. Source: {@code http/match/header.rs} there. */
    private static boolean matchesHeader(NamedMatch match, MatchedRequest request) {
        return request.head().header(match.name()).stream().anyMatch(line -> matchesLine(match.value(), line));
    }

    private static boolean matchesLine(TextMatch match, String line) {
        return match instanceof TextMatch.Exact ? match.matches(line) : isVisible(line) && match.spans(line);
    }

    /** A line that is not of visible ASCII characters is no text to the proxy. */
    private static boolean isVisible(String line) {
        return line.chars().allMatch(c -> (c >= 32 && c < 127) || c == '\t');
    }

    private static boolean matchesQuery(NamedMatch match, MatchedRequest request) {
        return request.parameters().stream()
                .anyMatch(parameter ->
                        parameter.getKey().equals(match.name()) && match.value().spans(parameter.getValue()));
    }
}
