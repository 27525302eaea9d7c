// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.internal.text.JsonTrees;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Decides about requests to Service {@code shop/pricing} by VirtualServices as Istio's sidecars do: written from what a real
 * istiod answered, slowly and plainly, to check routes against. Each caller follows one VirtualService: one that is private to
 * its namespace, else one that is exported to it by name, else a public one; of several the oldest. One with a wildcard is
 * followed where none names the Service, whether that says something or not.
 */
final class VirtualServiceMesh implements StyleModel.RouteDecider {

    /** What answers where nothing is said of the Service. */
    static final JsonNode PLAIN = JsonTrees.parse("{\"backendRefs\": [{\"name\": \"pricing\"}]}");

    private static final Comparator<GenericKubernetesResource> BY_AGE =
            Comparator.<GenericKubernetesResource, String>comparing(
                            object -> object.getMetadata().getCreationTimestamp())
                    .thenComparing(object -> object.getMetadata().getName())
                    .thenComparing(object -> object.getMetadata().getNamespace());

    private final List<GenericKubernetesResource> objects;
    private final ObjectTrees trees = new ObjectTrees();

    VirtualServiceMesh(Collection<GenericKubernetesResource> objects) {
        this.objects = objects.stream().sorted(BY_AGE).toList();
    }

    @Override
    public Optional<JsonNode> decide(String callerNamespace, int port, ModelRequest request) {
        List<GenericKubernetesResource> seen = objects.stream()
                .filter(object -> rank(object, callerNamespace) < 3 && isForPricing(object))
                .sorted(Comparator.comparing(object -> rank(object, callerNamespace)))
                .toList();
        Stream<GenericKubernetesResource> closest = seen.stream().allMatch(this::isWildcard)
                ? seen.stream().limit(1)
                : seen.stream().filter(object -> !isWildcard(object));
        Optional<List<JsonNode>> rules = closest.map(object -> rules(object, port, callerNamespace))
                .filter(found -> !found.isEmpty())
                .findFirst();
        return rules.isEmpty()
                ? Optional.of(PLAIN)
                : rules.get().stream()
                        .filter(rule -> matches(rule, port, callerNamespace, request))
                        .findFirst()
                        .map(VirtualServiceMesh::inWordsOfAnHttpRoute);
    }

    /** Returns 0 to 2 for private, by name, public; 3 if the namespace does not see it. */
    private int rank(GenericKubernetesResource object, String caller) {
        String own = object.getMetadata().getNamespace();
        List<String> names = new ArrayList<>();
        trees.of(object).at("/spec/exportTo").forEach(name -> names.add(name.asText()));
        if (names.isEmpty() || names.contains("*")) {
            return 2;
        }
        if (own.equals(caller) && (names.contains(".") || names.contains(own))) {
            return 0;
        }
        return names.contains(caller) ? 1 : 3;
    }

    private boolean isForPricing(GenericKubernetesResource object) {
        JsonNode spec = trees.of(object).path("spec");
        for (JsonNode host : spec.path("hosts")) {
            String full = host.asText().contains(".")
                    ? host.asText()
                    : host.asText() + "." + object.getMetadata().getNamespace() + ".svc.cluster.local";
            if (full.equals("pricing.shop.svc.cluster.local")
                    || (full.startsWith("*") && "pricing.shop.svc.cluster.local".endsWith(full.substring(1)))) {
                return inMesh(spec.path("gateways"));
            }
        }
        return false;
    }

    private boolean isWildcard(GenericKubernetesResource object) {
        return trees.of(object).at("/spec/hosts/0").asText().startsWith("*");
    }

    private static boolean inMesh(JsonNode gateways) {
        return gateways.isEmpty() || gateways.toString().contains("\"mesh\"");
    }

    /** What is not for a port or a caller is not there for it; an object of which nothing is left hides no other. */
    private List<JsonNode> rules(GenericKubernetesResource root, int port, String caller) {
        return rules(root).stream()
                .filter(rule -> rule.path("match").isEmpty() || anyMatch(rule, match -> isFor(match, port, caller)))
                .toList();
    }

    private static boolean anyMatch(JsonNode rule, Predicate<JsonNode> condition) {
        for (JsonNode match : rule.path("match")) {
            if (condition.test(match)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isFor(JsonNode match, int port, String caller) {
        return inMesh(match.path("gateways"))
                && match.path("port").asInt(port) == port
                // Where gateways are listed, Istio does not look at the caller (route.go: sourceMatchHTTP).
                && (!match.path("gateways").isEmpty()
                        || match.path("sourceNamespace").asText(caller).equals(caller));
    }

    /** Rules of delegates stand where their slot stands; without the object nothing does. */
    private List<JsonNode> rules(GenericKubernetesResource root) {
        List<JsonNode> rules = new ArrayList<>();
        for (JsonNode rule : trees.of(root).at("/spec/http")) {
            if (rule.has("delegate")) {
                delegate(rule.path("delegate"), root)
                        .ifPresent(object -> trees.of(object)
                                .at("/spec/http")
                                .forEach(inner -> merged(rule, inner).ifPresent(rules::add)));
            } else {
                rules.add(rule);
            }
        }
        return rules;
    }

    private Optional<GenericKubernetesResource> delegate(JsonNode delegate, GenericKubernetesResource root) {
        String namespace = delegate.path("namespace").asText(root.getMetadata().getNamespace());
        return objects.stream()
                .filter(object -> object.getMetadata().getNamespace().equals(namespace)
                        && object.getMetadata()
                                .getName()
                                .equals(delegate.path("name").asText()))
                .filter(object -> trees.of(object).at("/spec/hosts").isEmpty())
                .filter(object -> rank(object, root.getMetadata().getNamespace()) < 3)
                .findFirst();
    }

    /** The writer of this model gives a slot a prefix at most, and a delegate's rule a longer one, or another condition. */
    private static Optional<JsonNode> merged(JsonNode slot, JsonNode inner) {
        ObjectNode merged = inner.deepCopy();
        slot.properties().forEach(field -> {
            if (!merged.has(field.getKey()) && !List.of("delegate", "match").contains(field.getKey())) {
                merged.set(field.getKey(), field.getValue());
            }
        });
        String prefix = slot.at("/match/0/uri/prefix").asText();
        if (prefix.isEmpty()) {
            return Optional.of(merged);
        }
        ArrayNode matches = merged.withArray("/match");
        if (matches.isEmpty()) {
            matches.addObject();
        }
        for (JsonNode match : matches) {
            JsonNode uri = match.path("uri");
            String value = uri.path("prefix").asText(uri.path("exact").asText());
            if (uri.has("regex") || (!uri.isMissingNode() && !value.startsWith(prefix))) {
                return Optional.empty();
            }
            if (uri.isMissingNode()) {
                ((ObjectNode) match).putObject("uri").put("prefix", prefix);
            }
        }
        return Optional.of(merged);
    }

    private static boolean matches(JsonNode rule, int port, String caller, ModelRequest request) {
        return rule.path("match").isEmpty() || anyMatch(rule, match -> match(match, port, caller, request));
    }

    private static boolean match(JsonNode match, int port, String caller, ModelRequest request) {
        return isFor(match, port, caller)
                && text(match.path("uri"), request.path())
                && text(match.path("method"), request.method())
                && all(match.path("headers"), request.headers(), true)
                && all(match.path("queryParams"), request.query(), true)
                && all(match.path("withoutHeaders"), request.headers(), false);
    }

    private static boolean all(JsonNode conditions, Map<String, String> values, boolean wanted) {
        return conditions.properties().stream()
                .allMatch(condition -> wanted
                        == (values.containsKey(condition.getKey())
                                && text(condition.getValue(), values.getOrDefault(condition.getKey(), ""))));
    }

    private static boolean text(JsonNode condition, String value) {
        if (condition.has("exact")) {
            return value.equals(condition.path("exact").asText());
        }
        if (condition.has("prefix")) {
            return value.startsWith(condition.path("prefix").asText());
        }
        return !condition.has("regex") || value.matches(condition.path("regex").asText());
    }

    /** What the test of all styles looks at: where a rule leads, what it does on the way, and for how long. */
    private static JsonNode inWordsOfAnHttpRoute(JsonNode rule) {
        ObjectNode words = JsonNodeFactory.instance.objectNode();
        ArrayNode backends = words.putArray("backendRefs");
        JsonNode route = rule.path("route");
        for (JsonNode part : route) {
            int weight = route.size() == 1 ? 1 : part.path("weight").asInt();
            if (weight > 0) {
                backends.addObject().put("name", name(part)).put("weight", weight);
            }
        }
        ArrayNode filters = words.putArray("filters");
        others(rule).forEach((field, value) -> filters.addObject().set(field, value));
        modifiers(rule, filters);
        if (rule.has("timeout")) {
            words.put("timeouts", rule.path("timeout").asText());
        }
        return words;
    }

    private static String name(JsonNode part) {
        String host = part.at("/destination/host").asText();
        return host.contains(".") ? host.substring(0, host.indexOf('.')) : host;
    }

    private static Map<String, JsonNode> others(JsonNode rule) {
        Map<String, JsonNode> others = new TreeMap<>();
        rule.properties().forEach(field -> {
            if (!List.of("name", "match", "route", "headers", "timeout").contains(field.getKey())) {
                others.put(field.getKey(), field.getValue());
            }
        });
        if (rule.at("/headers/request").isObject()) {
            others.put("request", rule.at("/headers/request"));
        }
        return others;
    }

    private static void modifiers(JsonNode rule, ArrayNode filters) {
        ObjectNode modifier = JsonNodeFactory.instance.objectNode();
        JsonNode response = rule.at("/headers/response");
        response.path("remove").forEach(name -> modifier.withArray("/remove").add(name.asText()));
        for (String how : List.of("set", "add")) {
            response.path(how)
                    .properties()
                    .forEach(header -> modifier.withArray("/" + how)
                            .addObject()
                            .put("name", header.getKey())
                            .put("value", header.getValue().asText()));
        }
        if (!modifier.isEmpty()) {
            filters.addObject().put("type", "ResponseHeaderModifier").set("responseHeaderModifier", modifier);
        }
    }
}
