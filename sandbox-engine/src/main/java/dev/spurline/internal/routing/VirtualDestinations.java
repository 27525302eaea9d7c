// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads from a rule of a VirtualService where its requests go. */
public final class VirtualDestinations {

    private VirtualDestinations() {}

    /** Returns the parts of {@code route} that receive requests. */
    public static List<ObjectNode> receiving(ObjectNode rule) {
        JsonNode route = rule.path("route");
        List<ObjectNode> parts = new ArrayList<>();
        for (JsonNode part : route) {
            // Istio, HTTPRouteDestination: one alone receives all, whatever its weight; of several, none of weight 0.
            if (route.size() == 1 || part.path("weight").asInt() > 0) {
                parts.add((ObjectNode) part);
            }
        }
        return parts;
    }

    /** Returns the Service that a part leads to, as {@code namespace/name}; empty if it is none. */
    static Optional<String> service(JsonNode part, String namespace) {
        return new IstioHost(part.at("/destination/host").asText(), namespace).service();
    }
}
