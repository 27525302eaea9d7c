// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A line of a route table: one match of a rule and what follows from it.
 *
 * @param name the name of the rule, as it stands in a route dump
 * @param config the path of Istio's object that it is from, as it stands in a route dump
 */
public record RouteEntry(String name, String config, RouteMatch match, RouteAction action) {

    /**
     * istiod does not send what stands behind a route that takes everything.
     *
     * <p>Source: BuildHTTPRoutesForVirtualService in {@code pilot/pkg/networking/core/route/route.go}.
     */
    static List<RouteEntry> untilCatchAll(List<RouteEntry> entries) {
        for (int index = 0; index < entries.size(); index++) {
            if (EnvoyMatch.takesAll(entries.get(index).match())) {
                return List.copyOf(entries.subList(0, index + 1));
            }
        }
        return List.copyOf(entries);
    }

    RouteEntry withoutRedirect() {
        return new RouteEntry(name, config, match, action.withoutRedirect());
    }

    RouteDecision decide(RequestHead request, ServicePort service) {
        if (action.redirect().isPresent()) {
            return redirect(request, service, action.redirect().get());
        }
        if (action.backends().isEmpty()) {
            return action.answer().decide(name, action.response());
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
                action.retry(),
                action.policy());
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

    private static String port(RequestHead request, ServicePort service, RouteFilter.Redirect to, String scheme) {
        if (to.port().isPresent()) {
            return unlessUsual(to.port().get(), scheme);
        }
        if (!to.derivesPort()) {
            return to.hostname().isPresent() ? "" : requestedPort(request, scheme);
        }
        if (to.scheme().isPresent()) {
            return "";
        }
        // The client's own port stays if only the path changes: behind another host's name it would mean nothing.
        return to.hostname().isPresent()
                ? unlessUsual(service.port(), scheme)
                : request.authority().substring(hostOf(request.authority()).length());
    }

    private static String unlessUsual(int port, String scheme) {
        boolean usual = (scheme.equals("http") && port == 80) || (scheme.equals("https") && port == 443);
        return usual ? "" : ":" + port;
    }

    /** The usual port of HTTP goes with it. Source: processRequestHost in Envoy's {@code config_impl.cc}. */
    private static String requestedPort(RequestHead request, String scheme) {
        String port = request.authority().substring(hostOf(request.authority()).length());
        return port.equals(":80") && !scheme.equals("http") ? "" : port;
    }

    static String hostOf(String authority) {
        int colon = authority.lastIndexOf(':');
        return colon > authority.lastIndexOf(']') ? authority.substring(0, colon) : authority;
    }

    /** What the proxy itself answers. */
    public record DirectAnswer(int status, String body, boolean direct) {

        /** Answers for want of a backend. */
        static DirectAnswer withoutBackend(int status) {
            return new DirectAnswer(status, "", false);
        }

        RouteDecision.Answer decide(String route, List<HeaderChange> response) {
            return new RouteDecision.Answer(route, status, body, response, direct);
        }
    }

    /**
     * What a rule does, in the terms of its mesh.
     *
     * @param backends those with a weight
     * @param answer what is answered if there is none
     * @param redirectStatus the status of a redirect that names none
     */
    public record RouteAction(
            List<RouteDecision.Backend> backends,
            DirectAnswer answer,
            Optional<RouteFilter.Redirect> redirect,
            int redirectStatus,
            Optional<RouteFilter.Rewrite> rewrite,
            List<HeaderChange> request,
            List<HeaderChange> response,
            Optional<Duration> timeout,
            RouteRule.Retry retry,
            RoutePolicy policy) {

        /**
         * Adds backends, for a mesh of Istio. What the only one does to headers becomes the route's own.
         *
         * <p>Source: processDestination in istiod's {@code pilot/pkg/networking/core/route/route.go}.
         */
        RouteAction leadingTo(List<RouteDecision.Backend> all) {
            if (all.size() != 1) {
                return with(all, request, response);
            }
            RouteDecision.Backend only = all.get(0);
            return with(
                    List.of(only.withoutChanges()),
                    HeaderChanges.joined(request, only.request()),
                    HeaderChanges.joined(response, only.response()));
        }

        RouteAction withoutRedirect() {
            return new RouteAction(
                    backends,
                    answer,
                    Optional.empty(),
                    redirectStatus,
                    rewrite,
                    request,
                    response,
                    timeout,
                    retry,
                    policy);
        }

        RouteAction copyingTo(List<RouteMirror> mirrors) {
            return new RouteAction(
                    backends,
                    answer,
                    redirect,
                    redirectStatus,
                    rewrite,
                    request,
                    response,
                    timeout,
                    retry,
                    policy.with(mirrors));
        }

        private RouteAction with(
                List<RouteDecision.Backend> all, List<HeaderChange> ofRequest, List<HeaderChange> ofResponse) {
            return new RouteAction(
                    all, answer, redirect, redirectStatus, rewrite, ofRequest, ofResponse, timeout, retry, policy);
        }
    }
}
