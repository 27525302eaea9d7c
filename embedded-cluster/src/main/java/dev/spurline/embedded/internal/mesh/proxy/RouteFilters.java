// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.proxy;

import dev.spurline.embedded.internal.mesh.routing.CorsPolicy;
import dev.spurline.embedded.internal.mesh.routing.HeaderChange;
import dev.spurline.embedded.internal.mesh.routing.RouteDecision;
import dev.spurline.embedded.internal.mesh.routing.RouteFault;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What stands between the decision about a request and its way to a backend: faults, then CORS.
 *
 * <p>Source: the order in buildHTTPConnectionManager of istiod's {@code pilot/pkg/networking/core/listener_builder.go}.
 */
final class RouteFilters {

    private final HttpListener listener;
    private final HttpServerRequest request;
    private final RouteDecision.Forward forward;

    RouteFilters(HttpListener listener, HttpServerRequest request, RouteDecision.Forward forward) {
        this.listener = listener;
        this.request = request;
        this.forward = forward;
    }

    /** Takes a paused request. */
    void start() {
        Optional<RouteFault> fault = forward.policy().fault();
        fault.flatMap(RouteFault::delay)
                .filter(delay -> isHit(delay.percentage()))
                .ifPresentOrElse(
                        delay -> listener.plane().later(delay.time().toMillis(), () -> abortOrGoOn(fault)),
                        () -> abortOrGoOn(fault));
    }

    private static boolean isHit(double percentage) {
        return RouteFault.isHit(percentage, ThreadLocalRandom.current().nextDouble());
    }

    private void abortOrGoOn(Optional<RouteFault> fault) {
        fault.flatMap(RouteFault::abort)
                .filter(abort -> isHit(abort.percentage()))
                .ifPresentOrElse(
                        abort -> listener.answer(request, LocalReply.of(abort), List.of()), this::answerPreflight);
    }

    private void answerPreflight() {
        Optional<CorsPolicy> cors = forward.policy().cors();
        VertxRequestHead head = new VertxRequestHead(request);
        Optional<List<HeaderChange>> preflight = cors.flatMap(policy -> policy.preflight(head));
        if (preflight.isPresent()) {
            listener.answer(request, LocalReply.PREFLIGHT, preflight.get());
        } else {
            List<HeaderChange> lines = cors.map(policy -> policy.answer(head)).orElse(List.of());
            new ProxyExchange(listener, request, forward, lines).start();
        }
    }
}
