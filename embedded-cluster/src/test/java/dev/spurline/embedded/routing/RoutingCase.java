// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.routing;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request and what has to become of it.
 *
 * @param place file and line
 * @param from the caller: the key of a workload, or the gateway
 * @param source where it is written or was measured that the mesh does so
 */
public record RoutingCase(
        String place, String name, String from, RoutingRequest request, Expectation expected, String source) {

    /** The caller that stands for the ingress gateway. */
    public static final String GATEWAY = "gateway";

    /**
     * A request as the caller sends it.
     *
     * @param host as it is written, without port
     * @param path with the query
     */
    public record RoutingRequest(String method, String host, int port, String path, Map<String, List<String>> headers) {

        /** Returns the value of the header {@code Host}, as clients send it. */
        String authority() {
            return port == 80 ? host : host + ":" + port;
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder("%s http://%s%s".formatted(method, authority(), path));
            headers.forEach((name, values) -> values.forEach(value -> text.append(", " + name + ": " + value)));
            return text.toString();
        }
    }

    /** What has to be seen; what is empty is not looked at. */
    public record Expectation(
            List<String> workloads,
            Optional<Integer> status,
            Optional<RuleName> rule,
            Optional<String> location,
            Optional<String> body,
            Map<String, HeaderLines> headers,
            Optional<Received> received,
            List<String> mirrored) {}

    /** The name of a rule as Envoy has it; empty where no rule takes the request. */
    public record RuleName(String name) {}

    /** The lines of a header; none if it must not be there. */
    public record HeaderLines(List<String> lines, boolean joined) {

        boolean matches(List<String> found) {
            return (joined && !found.isEmpty()) ? String.join(",", found).equals(lines.get(0)) : found.equals(lines);
        }

        @Override
        public String toString() {
            return lines.isEmpty() ? "absent" : lines.toString();
        }
    }

    /** What the workload gets. */
    public record Received(
            Optional<String> method, Optional<String> host, Optional<String> path, Map<String, HeaderLines> headers) {}
}
