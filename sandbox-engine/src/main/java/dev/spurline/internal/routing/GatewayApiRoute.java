// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A route of the Gateway API with Gateways as parents.
 *
 * @param route the route
 * @param gateways the Gateways, as {@code namespace/name}
 * @param hosts the hosts; a route without hostnames is for those of its listeners, whichever they are
 */
public record GatewayApiRoute(AttachedRoute route, Set<String> gateways, Set<String> hosts) implements GatewayRoute {

    /** What routes have listeners for. */
    static final Set<CustomKind> KINDS = Set.of(CustomKind.HTTP_ROUTE, CustomKind.GRPC_ROUTE);

    /** Stands for the hosts of the listeners. */
    static final String ANY = "*";

    /** Copies the sets. */
    public GatewayApiRoute {
        gateways = Set.copyOf(gateways);
        hosts = new LinkedHashSet<>(hosts);
    }

    /** Returns those of others, the oldest first. */
    static List<GatewayApiRoute> all(Survey survey) {
        return withForks(survey).stream()
                .filter(route -> !SpurlineLabels.ofSandbox(route.object()))
                .toList();
    }

    /** Returns all, those of sandboxes too, the oldest first. */
    public static List<GatewayApiRoute> withForks(Survey survey) {
        return KINDS.stream()
                .flatMap(kind -> survey.all(kind).stream()
                        .map(object -> new AttachedRoute(kind, object, OptionalInt.empty(), Set.of())))
                .sorted(AttachedRoute.BY_AGE)
                .map(route -> new GatewayApiRoute(route, gateways(route.object()), hosts(route.object())))
                .filter(route -> !route.gateways().isEmpty())
                .toList();
    }

    private static Set<String> gateways(GenericKubernetesResource route) {
        return parents(route).stream()
                .map(parent -> gateway(parent, route.getMetadata().getNamespace()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<JsonNode> parents(GenericKubernetesResource route) {
        List<JsonNode> parents = new ArrayList<>();
        for (JsonNode parent : GatewayApiAttachments.spec(route).path("parentRefs")) {
            if (isGateway(parent)) {
                parents.add(parent);
            }
        }
        return parents;
    }

    /** Returns whether a reference means a Gateway, as it does without a kind. */
    static boolean isGateway(JsonNode parent) {
        String group = CustomKind.HTTP_ROUTE.group();
        return parent.path("kind").asText("Gateway").equals("Gateway")
                && parent.path("group").asText(group).equals(group);
    }

    /** Returns the Gateway that a reference means, as {@code namespace/name}. */
    static String gateway(JsonNode parent, String namespace) {
        return parent.path("namespace").asText(namespace) + "/"
                + parent.path("name").asText();
    }

    private static Set<String> hosts(GenericKubernetesResource route) {
        Set<String> hosts = new LinkedHashSet<>();
        for (JsonNode host : GatewayApiAttachments.spec(route).path("hostnames")) {
            hosts.add(host.asText().toLowerCase(Locale.ROOT));
        }
        return hosts.isEmpty() ? Set.of(ANY) : hosts;
    }

    @Override
    public GenericKubernetesResource object() {
        return route.object();
    }

    /** Gateway API: a backend without a weight has 1, and one of weight 0 receives nothing. */
    @Override
    public Set<String> leadsTo(Set<String> services) {
        Set<String> found = new LinkedHashSet<>();
        for (JsonNode rule : GatewayApiAttachments.spec(object()).path("rules")) {
            for (JsonNode backend : rule.path("backendRefs")) {
                String service = GatewayApiAttachments.service(backend, namespace());
                if (backend.path("weight").asInt(1) > 0 && services.contains(service)) {
                    found.add(service);
                }
            }
        }
        return found;
    }

    /** Returns its references to some Gateways, as it writes them. */
    List<JsonNode> parents(Set<String> some) {
        return parents(object()).stream()
                .filter(parent -> some.contains(gateway(parent, namespace())))
                .toList();
    }

    /** Returns to which listeners of a Gateway it is bound: sections and ports, or an empty text for all. */
    Set<String> listeners(String gateway) {
        return parents(Set.of(gateway)).stream()
                .map(GatewayApiRoute::listener)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns section and port that a reference names, either of which may be empty. */
    static String listener(JsonNode parent) {
        return parent.path("sectionName").asText() + "/" + parent.path("port").asText();
    }

    /** Returns what its matches ask of the path, which decides before anything that a match asks for besides. */
    Set<String> paths() {
        Set<String> paths = new TreeSet<>();
        route.rules().forEach(rule -> {
            rule.path("matches").forEach(match -> paths.add(path(match)));
            if (rule.path("matches").isEmpty()) {
                paths.add("PathPrefix /");
            }
        });
        return paths;
    }

    /** Of regular expressions an implementation says itself which goes first, mostly by their length. */
    private static String path(JsonNode match) {
        if (match.has("method") && match.path("method").isObject()) {
            return "call %s".formatted(match.path("method"));
        }
        String type = match.at("/path/type").asText("PathPrefix");
        String value = match.at("/path/value").asText("/");
        return switch (type) {
            case "RegularExpression" -> type;
            case "PathPrefix" -> type + " " + (value.endsWith("/") ? value : value + "/");
            default -> type + " " + value;
        };
    }
}
