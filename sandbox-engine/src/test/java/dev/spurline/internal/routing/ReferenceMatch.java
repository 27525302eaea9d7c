// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.text.JsonTrees;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * One match of a rule, and how the meshes rank it.
 *
 * @param grpc whether it is of a GRPCRoute
 */
record ReferenceMatch(JsonNode match, JsonNode rule, boolean grpc, ServiceMesh mesh) {

    /** The best of those that take a request comes first. */
    static Comparator<ReferenceMatch> best(ModelRequest request) {
        return (one, other) -> compare(one.ranks(request.path()), other.ranks(request.path()));
    }

    private static int compare(List<Integer> one, List<Integer> other) {
        for (int i = 0; i < one.size(); i++) {
            int order = one.get(i).compareTo(other.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /** Returns what is compared, one after the other; the smallest is the best. */
    private List<Integer> ranks(String path) {
        return mesh == ServiceMesh.LINKERD ? linkerd(path) : istio();
    }

    static List<ReferenceMatch> of(GenericKubernetesResource route, ServiceMesh mesh) {
        boolean grpc = route.getKind().equals("GRPCRoute");
        List<ReferenceMatch> all = new ArrayList<>();
        for (JsonNode rule : JsonTrees.tree(route).at("/spec/rules")) {
            if (rule.path("matches").isEmpty()) {
                all.add(new ReferenceMatch(JsonTrees.parse("{}"), rule, grpc, mesh));
            }
            rule.path("matches").forEach(match -> all.add(new ReferenceMatch(match, rule, grpc, mesh)));
        }
        return all;
    }

    /** Exact path, then longest prefix, then expressions; method; number of headers; number of parameters. */
    private List<Integer> istio() {
        return List.of(pathRank(), -pathLength(), -methods(), -headers(), -queries());
    }

    /** The longer match of the path wins, whatever its form; the method comes last. Of calls, first the service's. */
    private List<Integer> linkerd(String path) {
        return List.of(-serviceLength(), -matched(path), -headers(), -queries(), -methods());
    }

    /** A slash at the end of a prefix does not count, but that of all paths has the length 1. */
    private int matched(String path) {
        if (grpc) {
            return pathLength();
        }
        return type().equals("PathPrefix")
                ? Math.max(1, value().replaceFirst("/+$", "").length())
                : path.length();
    }

    private String type() {
        if (!grpc) {
            return match.at("/path/type").asText("PathPrefix");
        }
        boolean service = match.at("/method").has("service");
        boolean method = match.at("/method").has("method");
        return service ? (method ? "Exact" : "Service") : (method ? "Method" : "All");
    }

    private String value() {
        String service = match.at("/method/service").asText();
        String method = match.at("/method/method").asText();
        return switch (type()) {
            case "Exact" ->
                grpc ? "/" + service + "/" + method : match.at("/path/value").asText();
            case "Service" -> "/" + service + "/";
            case "Method" -> "/[^/]+/" + method;
            case "All" -> "";
            default -> match.at("/path/value").asText("/");
        };
    }

    int pathRank() {
        return switch (type()) {
            case "Exact" -> 0;
            case "PathPrefix", "Service" -> 1;
            case "All" -> 3;
            default -> 2;
        };
    }

    int pathLength() {
        return value().length();
    }

    /** Linkerd compares the lengths of Services' names before those of methods' names. */
    int serviceLength() {
        return match.at("/method/service").asText().length();
    }

    int methods() {
        return !grpc && match.has("method") ? 1 : 0;
    }

    int headers() {
        return match.path("headers").size();
    }

    int queries() {
        return match.path("queryParams").size();
    }

    boolean matches(ModelRequest request) {
        return path(request.path())
                && (methods() == 0 || match.path("method").asText().equals(request.method()))
                && all(match.path("headers"), request.headers())
                && all(match.path("queryParams"), request.query());
    }

    private boolean path(String path) {
        String value = value();
        return switch (type()) {
            case "Exact" -> path.equals(value);
            case "PathPrefix" -> value.equals("/") || path.equals(value) || path.startsWith(value + "/");
            case "Service" -> path.startsWith(value);
            case "All" -> true;
            default -> path.matches(value);
        };
    }

    private static boolean all(JsonNode conditions, Map<String, String> values) {
        for (JsonNode condition : conditions) {
            String value = values.get(condition.path("name").asText());
            String wanted = condition.path("value").asText();
            boolean regex = condition.path("type").asText("Exact").equals("RegularExpression");
            if (value == null || !(regex ? value.matches(wanted) : value.equals(wanted))) {
                return false;
            }
        }
        return true;
    }
}
