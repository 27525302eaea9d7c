// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import java.util.List;
import java.util.Optional;

/**
 * How an Envoy routes that obeys staging overrides: a member of {@code baggage} may name a fork's Service, in the namespace of
 * the called one; all else goes to that itself.
 *
 * <p>Source: docs/envoy.md, tried with Envoy 1.37 to 1.40.
 *
 * @param service the called Service and its port
 */
public record OverridesRouteTable(ServicePort service) implements RouteTable {

    /**
     * Returns the expression for the whole header; its group is the fork's Service. What stands in front of the names of forks
     * (spurline.name-prefix) whoever configures a real Envoy knows; a name that was cut has a checksum before the key.
     */
    public String regex() {
        return "^(?:.*,)?[ \\t]*spurline-fork\\.%1$s\\.%2$s\\.%3$d[ \\t]*=[ \\t]*((?:[-a-z0-9]*%1$s|[-a-z0-9]+-[0-9a-f]{8})-[a-z][a-z2-7]{9})[ \\t]*(?:[,;].*)?$"
                .formatted(service.name(), service.namespace(), service.port());
    }

    /** Envoy reads several lines of a header as one. */
    @Override
    public RouteDecision decide(RequestHead request) {
        List<String> lines = request.header("baggage");
        Optional<String> fork = lines.isEmpty() ? Optional.empty() : fork(String.join(",", lines));
        return new RouteDecision.Forward(
                "default",
                List.of(RouteDecision.Backend.of(fork.map(this::inSameNamespace).orElse(service))),
                request.uri(),
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.empty(),
                RouteRule.Retry.NONE,
                RoutePolicy.ISTIO);
    }

    private Optional<String> fork(String baggage) {
        Matcher matcher = Pattern.compile(regex()).matcher(baggage);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    private ServicePort inSameNamespace(String fork) {
        return new ServicePort(service.namespace(), fork, service.port());
    }

    @Override
    public List<RouteEntry> entries() {
        return List.of();
    }
}
