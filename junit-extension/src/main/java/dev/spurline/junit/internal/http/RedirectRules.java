// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal.http;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Optional;
import java.util.Set;

/** Where a redirect leads, under the rules of the JDK's own client. */
final class RedirectRules {

    /** As many as the JDK's client follows. */
    static final int LIMIT = 5;

    private static final Set<Integer> STATUS = Set.of(301, 302, 303, 307, 308);

    private RedirectRules() {}

    /** Returns whether an answer with this status is a redirect that a client follows. */
    static boolean leads(int status, Optional<String> location) {
        return location.isPresent() && STATUS.contains(status);
    }

    /**
     * Returns the request that follows a redirect, or empty if it is not to be followed.
     *
     * @param request the request that was redirected, as its caller made it
     */
    static Optional<HttpRequest> next(HttpRequest request, int status, Optional<String> location) {
        if (!leads(status, location)) {
            return Optional.empty();
        }
        URI target = request.uri().resolve(location.orElseThrow());
        boolean secureToPlain =
                "https".equalsIgnoreCase(request.uri().getScheme()) && !"https".equalsIgnoreCase(target.getScheme());
        return secureToPlain ? Optional.empty() : Optional.of(to(target, request, status));
    }

    private static HttpRequest to(URI target, HttpRequest request, int status) {
        HttpRequest.Builder next =
                HttpRequest.newBuilder(request, (name, value) -> true).uri(target);
        String method = method(request.method(), status);
        return method.equals(request.method())
                ? next.build()
                : next.method(method, BodyPublishers.noBody()).build();
    }

    private static String method(String method, int status) {
        boolean post = method.equals("POST");
        boolean toGet = status == 303 ? !method.equals("HEAD") : (status <= 302 && post);
        return toGet ? "GET" : method;
    }
}
