// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.RoutingKey;
import dev.spurline.internal.survey.SpurlineLabels;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;

/**
 * A route of a sandbox, from the plan to the proof that the mesh follows it.
 *
 * @param object the object to create
 * @param service the baseline's Service that it is attached to; of a route at gateways those that it leads to
 * @param proxyNames the names under which the proxies of the mesh show its rules with the key; all are there once it is live
 * @param audience whose proxies follow it
 * @param turn its turn among the routes of its Service: of equal rules the older one's is followed
 * @param sentence what it does
 * @param assumption what was assumed because it could not be read, and what to do about it; empty if nothing was
 */
public record SandboxRoute(
        GenericKubernetesResource object,
        String service,
        List<String> proxyNames,
        RouteAudience audience,
        int turn,
        String sentence,
        String assumption) {

    /** Copies the list. */
    public SandboxRoute {
        proxyNames = List.copyOf(proxyNames);
    }

    /** A route for which nothing was assumed. */
    public SandboxRoute(
            GenericKubernetesResource object,
            String service,
            List<String> proxyNames,
            RouteAudience audience,
            int turn,
            String sentence) {
        this(object, service, proxyNames, audience, turn, sentence, "");
    }

    /** Returns it as one for which something was assumed. */
    SandboxRoute assuming(String what) {
        return new SandboxRoute(object, service, proxyNames, audience, turn, sentence, what);
    }

    /** Returns whether it decides about requests from outside to a host; without hosts of its own it may. */
    public boolean isForHost(String host) {
        JsonNode spec = VirtualServiceAttachments.spec(object);
        JsonNode hosts = spec.has("hosts") ? spec.path("hosts") : spec.path("hostnames");
        for (JsonNode own : hosts) {
            if (own.asText().equals(host) || IstioGateways.covers(own.asText(), host)) {
                return true;
            }
        }
        return hosts.isEmpty();
    }

    public String namespace() {
        return object.getMetadata().getNamespace();
    }

    /** Returns kind, namespace and name, as in messages. */
    public String title() {
        return title(object);
    }

    /** Returns whether a route is of a sandbox, alone or with others. */
    public static boolean isOf(GenericKubernetesResource route, RoutingKey key) {
        return key.value().equals(SpurlineLabels.on(route, SpurlineLabels.SANDBOX))
                || SharedRoute.of(route)
                        .filter(shared -> shared.keys().contains(key.value()))
                        .isPresent();
    }

    /** Returns kind, namespace and name of a route, as in messages. */
    public static String title(GenericKubernetesResource route) {
        return "%s [%s/%s]"
                .formatted(
                        route.getKind(),
                        route.getMetadata().getNamespace(),
                        route.getMetadata().getName());
    }
}
