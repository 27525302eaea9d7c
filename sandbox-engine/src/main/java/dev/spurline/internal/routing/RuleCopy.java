// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.internal.survey.ServiceMesh;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Copies a foreign rule for requests with the key: the same in all, but for the fork in the baseline's place. */
final class RuleCopy {

    private final SandboxRouting sandbox;
    private final String home;
    private final Optional<ObjectNode> own;
    private final KeyMatches matches;

    /** Prepares copies for a part of a Service. */
    RuleCopy(RouteRequest request) {
        this(request.sandbox(), request.home(), own(request));
    }

    /**
     * Prepares copies.
     *
     * @param home the namespace of the objects that will hold them
     * @param own the backend of a rule without backends; empty if such a rule leads nowhere
     */
    RuleCopy(SandboxRouting sandbox, String home, Optional<ObjectNode> own) {
        this.sandbox = sandbox;
        this.home = home;
        this.own = own;
        this.matches = new KeyMatches(sandbox.key(), sandbox.format());
    }

    /** A rule without backends leads to its own Service in Linkerd, and to an error or a redirect elsewhere. */
    private static Optional<ObjectNode> own(RouteRequest request) {
        return request.mesh() == ServiceMesh.LINKERD
                ? Optional.of(JsonNodeFactory.instance
                        .objectNode()
                        .put("name", request.name())
                        .put("namespace", request.namespace())
                        .put("port", request.form().backendPort()))
                : Optional.empty();
    }

    /**
     * Returns the rule with the key and the fork; several if it has more matches than one rule may.
     *
     * @param rule a rule, to which this method writes
     * @param route the route it is from
     */
    List<ObjectNode> of(ObjectNode rule, AttachedRoute route) {
        ObjectNode copy = rule.deepCopy();
        // Names of rules are unique in a route and become Envoy's: ours are told apart by their place.
        copy.remove("name");
        copy.remove("matches");
        if (!sandbox.mirrors()) {
            dropMirrors(copy);
        }
        qualify(copy, route);
        substitute(copy, route);
        return inGroups(matches.withKey(rule.path("matches"), route.title()), copy);
    }

    /**
     * Returns the rule as it is, for requests without the key; several if it has more matches than one rule may.
     *
     * @param rule a rule, which stays as it is
     * @param route the route it is from
     */
    List<ObjectNode> unchanged(ObjectNode rule, AttachedRoute route) {
        ObjectNode copy = rule.deepCopy();
        qualify(copy, route);
        copy.remove("name");
        copy.remove("matches");
        List<ObjectNode> matches = new ArrayList<>();
        rule.path("matches").forEach(match -> matches.add(match.deepCopy()));
        return matches.isEmpty() ? List.of(copy) : inGroups(matches, copy);
    }

    /** What a backend without a namespace means depends on where it is written. */
    private void qualify(ObjectNode rule, AttachedRoute route) {
        String namespace = backendNamespace(route);
        if (!namespace.equals(home)) {
            for (JsonNode backend : rule.path("backendRefs")) {
                if (!backend.has("namespace")) {
                    ((ObjectNode) backend).put("namespace", namespace);
                }
            }
        }
    }

    /** Where a rule without backends leads to its own Service, Linkerd's, that one's namespace is meant, too. */
    private String backendNamespace(AttachedRoute route) {
        return own.map(service -> service.path("namespace").asText()).orElse(route.namespace());
    }

    /** Splits what is more than a rule may hold; several rules with the same answer are one rule to a request. */
    static List<ObjectNode> inGroups(List<ObjectNode> matches, ObjectNode rule) {
        List<ObjectNode> rules = new ArrayList<>();
        int most = GatewayLimits.matches(rule);
        for (int start = 0; start < matches.size(); start += most) {
            ObjectNode part = JsonNodeFactory.instance.objectNode();
            part.putArray("matches").addAll(matches.subList(start, Math.min(matches.size(), start + most)));
            part.setAll(rule.deepCopy());
            rules.add(part);
        }
        return rules;
    }

    /** What a test does must not be mirrored into a place that thinks it is real traffic. */
    private static void dropMirrors(ObjectNode rule) {
        JsonNode filters = rule.path("filters");
        if (filters instanceof ArrayNode list) {
            dropMirrors(list);
            if (list.isEmpty()) {
                rule.remove("filters");
            }
        }
    }

    private static void dropMirrors(ArrayNode filters) {
        for (int i = filters.size() - 1; i >= 0; i--) {
            if (filters.get(i).path("type").asText().equals("RequestMirror")) {
                filters.remove(i);
            }
        }
    }

    private void substitute(ObjectNode rule, AttachedRoute route) {
        ArrayNode backends = backends(rule);
        List<JsonNode> forked = new ArrayList<>();
        for (JsonNode backend : backends) {
            String fork = sandbox.forks().get(GatewayApiAttachments.service(backend, backendNamespace(route)));
            if (fork != null && backend.path("weight").asInt(1) > 0) {
                ((ObjectNode) backend).put("name", fork);
                forked.add(backend);
            }
        }
        // A test that reaches the fork nine times of ten is a flaky test: the forks get all of the rule's requests.
        if (!forked.isEmpty()) {
            backends.removeAll();
            backends.addAll(forked);
        }
        for (JsonNode backend : backends) {
            if (!sandbox.mirrors() && backend.path("filters") instanceof ArrayNode filters) {
                dropMirrors(filters);
            }
        }
    }

    private ArrayNode backends(ObjectNode rule) {
        JsonNode backends = rule.path("backendRefs");
        if (backends instanceof ArrayNode list && !list.isEmpty()) {
            return list;
        }
        return own.filter(backend -> !redirects(rule))
                .map(backend -> rule.putArray("backendRefs").add(backend.deepCopy()))
                .orElseGet(JsonNodeFactory.instance::arrayNode);
    }

    private static boolean redirects(ObjectNode rule) {
        for (JsonNode filter : rule.path("filters")) {
            if (filter.path("type").asText().equals("RequestRedirect")) {
                return true;
            }
        }
        return false;
    }
}
