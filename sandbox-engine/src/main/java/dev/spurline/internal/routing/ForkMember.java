// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import dev.spurline.RoutingKey;

/**
 * The member of W3C baggage by which an Envoy that obeys staging overrides sends a request to a fork: {@code
 * spurline-fork.pricing.shop.80=pricing-k7f3q5tbma}. Name and value consist of {@code a-z0-9.-} only, which no propagator
 * encodes.
 *
 * @param service the baseline's Service
 * @param namespace its namespace, and that of the fork
 * @param port the Service's port
 * @param fork the fork's Service
 */
public record ForkMember(String service, String namespace, int port, String fork) {

    /** Returns the member's name: which requests it is about. */
    public String name() {
        return "%s%s.%s.%d".formatted(RoutingKey.FORK_MEMBER, service, namespace, port);
    }

    /** Returns the name of the fork's Service as the cluster's DNS knows it, without the cluster's domain. */
    public String host() {
        return "%s.%s.svc".formatted(fork, namespace);
    }

    /** Returns the member as it stands in the header. */
    @Override
    public String toString() {
        return name() + "=" + fork;
    }
}
