// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.ObjectLabels;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.survey.Survey;
import dev.spurline.internal.text.JsonTrees;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What says whom Linkerd lets into the ports of a Server: routes whose parent it is, AuthorizationPolicies and limits for it or
 * for those routes, ServerAuthorizations (policy-controller/k8s/index/src/inbound of linkerd2). Without them nobody is let in.
 */
final class ServerRules {

    private final GenericKubernetesResource server;
    private final Survey survey;

    /** Looks at the rules of a Server. */
    ServerRules(GenericKubernetesResource server, Survey survey) {
        this.server = server;
        this.survey = survey;
    }

    /** Returns the routes of others, in all namespaces that were read, whose parent is a Server. */
    static List<GenericKubernetesResource> inboundRoutes(Survey survey) {
        return Stream.of(CustomKind.HTTP_ROUTE, CustomKind.GRPC_ROUTE, CustomKind.LINKERD_HTTP_ROUTE)
                .flatMap(kind -> survey.all(kind).stream())
                .filter(route -> Stream.of(parents(route)).anyMatch(ServerRules::isServer))
                .toList();
    }

    private static JsonNode[] parents(GenericKubernetesResource route) {
        JsonNode parents = JsonTrees.tree(route).at("/spec/parentRefs");
        JsonNode[] all = new JsonNode[parents.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = parents.get(i);
        }
        return all;
    }

    private static boolean isServer(JsonNode parent) {
        return parent.path("kind").asText().equals("Server")
                && parent.path("group").asText().equals(CustomKind.LINKERD_SERVER.group());
    }

    private boolean isOurs(JsonNode parent) {
        return isServer(parent)
                && parent.path("name").asText().equals(server.getMetadata().getName());
    }

    private List<GenericKubernetesResource> foreign(CustomKind kind) {
        return SpurlineLabels.foreign(survey.all(kind), server.getMetadata().getNamespace());
    }

    /** Returns the routes whose parent the Server is. */
    List<GenericKubernetesResource> routes() {
        return SpurlineLabels.foreign(
                        inboundRoutes(survey), server.getMetadata().getNamespace())
                .stream()
                .filter(route -> Stream.of(parents(route)).anyMatch(this::isOurs))
                .toList();
    }

    /** Returns the spec of a route with another Server as its only parent. */
    JsonNode on(String otherServer, GenericKubernetesResource route) {
        ArrayNode parents = JsonNodeFactory.instance.arrayNode();
        Stream.of(parents(route))
                .filter(this::isOurs)
                .forEach(parent -> parents.add(((ObjectNode) parent.deepCopy()).put("name", otherServer)));
        ObjectNode spec = (ObjectNode) JsonTrees.tree(route).path("spec");
        spec.set("parentRefs", parents);
        return spec;
    }

    /**
     * Returns the policies whose target is one of some objects, each with its spec for other targets.
     *
     * @param names the names of the other targets by {@code kind/name}
     */
    Map<GenericKubernetesResource, JsonNode> targeting(Map<String, String> names) {
        Map<GenericKubernetesResource, JsonNode> found = new LinkedHashMap<>();
        Stream.of(CustomKind.LINKERD_AUTHORIZATION, CustomKind.LINKERD_RATE_LIMIT)
                .flatMap(kind -> foreign(kind).stream())
                .forEach(policy -> {
                    JsonNode tree = JsonTrees.tree(policy);
                    JsonNode target = tree.at("/spec/targetRef");
                    String name = names.get(target.path("kind").asText() + "/"
                            + target.path("name").asText());
                    if (name != null) {
                        ((ObjectNode) target).put("name", name);
                        found.put(policy, tree.path("spec"));
                    }
                });
        return found;
    }

    /** Returns the ServerAuthorizations of the Server, each with its spec for another one. */
    Map<GenericKubernetesResource, JsonNode> authorizations(String otherServer) {
        Map<GenericKubernetesResource, JsonNode> found = new LinkedHashMap<>();
        for (GenericKubernetesResource authorization : foreign(CustomKind.LINKERD_SERVER_AUTHORIZATION)) {
            JsonNode tree = JsonTrees.tree(authorization);
            if (isAbout(tree.at("/spec/server"))) {
                ObjectNode spec = (ObjectNode) tree.path("spec");
                spec.putObject("server").put("name", otherServer);
                found.put(authorization, spec);
            }
        }
        return found;
    }

    private boolean isAbout(JsonNode chosen) {
        if (chosen.has("name")) {
            return chosen.path("name").asText().equals(server.getMetadata().getName());
        }
        JsonNode selector = chosen.path("selector");
        return !selector.isObject()
                || PodSelector.of(JsonTrees.value(selector, LabelSelector.class))
                        .selects(ObjectLabels.labels(server));
    }
}
