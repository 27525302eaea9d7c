// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.routing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.embedded.routing.RoutingCase.RoutingRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Finds in a proxy's {@code /config_dump} the routes by which it decides about a request. */
final class RouteDumpLines {

    private RouteDumpLines() {}

    /** Returns one line for each route: its name, what it matches, what it does. */
    static List<String> of(JsonNode dump, RoutingRequest request) {
        List<String> lines = new ArrayList<>();
        for (JsonNode config : dump.findValues("route_config")) {
            String name = config.path("name").asText();
            if (name.equals(String.valueOf(request.port())) || name.endsWith(":" + request.port())) {
                for (JsonNode host : config.path("virtual_hosts")) {
                    if (answersFor(host, request)) {
                        host.path("routes").forEach(route -> lines.add(line(route)));
                    }
                }
            }
        }
        return lines;
    }

    private static boolean answersFor(JsonNode virtualHost, RoutingRequest request) {
        String host = request.headers().entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase("host"))
                .flatMap(header -> header.getValue().stream())
                .findFirst()
                .orElse(request.host())
                .replaceFirst(":.*", "");
        return StreamSupport.stream(virtualHost.path("domains").spliterator(), false)
                .map(domain -> domain.asText().replaceFirst(":[0-9]+$", ""))
                .anyMatch(domain -> domain.equalsIgnoreCase(host));
    }

    private static String line(JsonNode route) {
        String name = route.path("name").asText("");
        return "%s %s -> %s".formatted(name.isEmpty() ? "(no name)" : name, route.path("match"), action(route));
    }

    private static String action(JsonNode route) {
        JsonNode forward = route.path("route");
        if (route.has("redirect")) {
            return "redirect " + route.path("redirect");
        }
        if (route.has("direct_response")) {
            return "answer " + route.path("direct_response");
        }
        return forward.has("weighted_clusters")
                ? StreamSupport.stream(
                                forward.path("weighted_clusters")
                                        .path("clusters")
                                        .spliterator(),
                                false)
                        .map(cluster -> cluster.path("name").asText() + " by " + cluster.path("weight"))
                        .collect(Collectors.joining(", "))
                : forward.path("cluster").asText();
    }
}
