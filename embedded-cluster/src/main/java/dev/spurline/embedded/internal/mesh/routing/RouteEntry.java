// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A line of a route table: one match of a rule and what follows from it.
 *
 * @param name the name of the rule, as it stands in a route dump
 */
public record RouteEntry(String name, MeshRoute origin, RouteMatch match, RouteAction action) {

    RouteDecision decide(RequestHead request, ServicePort service) {
        if (action.redirect().isPresent()) {
            return redirect(request, service, action.redirect().get());
        }
        if (action.backends().isEmpty()) {
            return new RouteDecision.Answer(name, action.withoutBackend());
        }
        Optional<RouteFilter.PathChange> path = action.rewrite().flatMap(RouteFilter.Rewrite::path);
        return new RouteDecision.Forward(
                name,
                action.backends(),
                path.map(change -> change.apply(request, match.path())).orElse(request.uri()),
                action.rewrite().flatMap(RouteFilter.Rewrite::hostname),
                action.request(),
                action.response(),
                action.timeout(),
                action.retry());
    }

    private RouteDecision redirect(RequestHead request, ServicePort service, RouteFilter.Redirect to) {
        String scheme = to.scheme().orElse("http");
        String host = to.hostname().orElse(hostOf(request.authority()));
        String uri =
                to.path().map(change -> change.apply(request, match.path())).orElse(request.uri());
        String location = scheme + "://" + host + port(request, service, to, scheme) + uri;
        return new RouteDecision.Redirect(
                name, to.statusCode().orElse(action.redirectStatus()), location, action.response());
    }

    /** The client's own port stays if only the path changes: behind another host's name it would mean nothing. */
    private static String port(RequestHead request, ServicePort service, RouteFilter.Redirect to, String scheme) {
        int port;
        if (to.port().isPresent()) {
            port = to.port().get();
        } else if (to.scheme().isPresent()) {
            return "";
        } else if (to.hostname().isPresent()) {
            port = service.port();
        } else {
            return request.authority().substring(hostOf(request.authority()).length());
        }
        boolean usual = (scheme.equals("http") && port == 80) || (scheme.equals("https") && port == 443);
        return usual ? "" : ":" + port;
    }

    private static String hostOf(String authority) {
        int colon = authority.lastIndexOf(':');
        return colon > authority.lastIndexOf(']') ? authority.substring(0, colon) : authority;
    }

    /**
     * What a rule does, in the terms of its mesh.
     *
     * @param backends those with a weight
     * @param withoutBackend the status if there is none
     * @param redirectStatus the status of a redirect that names none
     */
    public record RouteAction(
            List<RouteDecision.Backend> backends,
            int withoutBackend,
            Optional<RouteFilter.Redirect> redirect,
            int redirectStatus,
            Optional<RouteFilter.Rewrite> rewrite,
            List<HeaderChange> request,
            List<HeaderChange> response,
            Optional<Duration> timeout,
            RouteRule.Retry retry) {}
}
