// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Copies rules of VirtualServices for a sandbox: the same in all, but for the key in each match and the fork in the baseline's
 * place. The copies stand in the Service's namespace.
 */
final class VirtualRuleCopy {

    private static final List<String> MIRRORS = List.of("mirror", "mirrors", "mirrorPercent", "mirrorPercentage");

    private final SandboxRouting sandbox;
    private final String home;
    private final String domain;

    /**
     * Prepares copies.
     *
     * @param home the namespace of the object that will hold them
     */
    VirtualRuleCopy(SandboxRouting sandbox, String home) {
        this.sandbox = sandbox;
        this.home = home;
        this.domain = ClusterDomain.of(sandbox.survey());
    }

    /**
     * Returns the rules with the key and the fork, each with a name by which proxies show it; none of those for gateways alone.
     *
     * @param first the number of the first rule: a proxy that shows a rule of one object is no proof of another
     */
    List<ObjectNode> keyed(List<VirtualRule> rules, int first) {
        return keyed(rules, false, first);
    }

    /** Returns the same with the rules for gateways, which the object that has the copies decides by, too. */
    List<ObjectNode> keyedAtGateways(List<VirtualRule> rules, int first) {
        return keyed(rules, true, first);
    }

    private List<ObjectNode> keyed(List<VirtualRule> rules, boolean atGateways, int first) {
        VirtualMatches matches = new VirtualMatches(sandbox.key(), sandbox.format(), atGateways);
        List<ObjectNode> keyed = new ArrayList<>();
        for (VirtualRule rule : rules) {
            List<ObjectNode> asked = matches.withKey(rule);
            if (!asked.isEmpty()) {
                keyed.add(keyed(rule, asked, first + keyed.size()));
            }
        }
        return keyed;
    }

    private ObjectNode keyed(VirtualRule rule, List<ObjectNode> asked, int number) {
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        copy.put("name", "spurline-%s-%d".formatted(sandbox.key(), number));
        copy.putArray("match").addAll(asked);
        ObjectNode rest = rule.json().deepCopy();
        rest.remove(List.of("name", "match"));
        if (!sandbox.mirrors()) {
            rest.remove(MIRRORS);
        }
        if (substitute(rest, rule) && sandbox.noStore()) {
            VirtualNoStore.on(rest);
        }
        copy.setAll(rest);
        qualify(copy, rule.namespace());
        return copy;
    }

    /** Returns the rules as they are, for requests without the key: names are written so that they mean the same here. */
    List<ObjectNode> unchanged(List<VirtualRule> rules) {
        return rules.stream()
                .map(rule -> {
                    ObjectNode copy = rule.json().deepCopy();
                    qualify(copy, rule.namespace());
                    return copy;
                })
                .toList();
    }

    /** A test that reaches the fork nine times of ten is a flaky test: the forks get all of the rule's requests. */
    private boolean substitute(ObjectNode rule, VirtualRule from) {
        List<ObjectNode> forked = VirtualDestinations.receiving(rule).stream()
                .filter(part -> substitute(part.path("destination"), from))
                .toList();
        if (!forked.isEmpty()) {
            rule.withArray("route").removeAll().addAll(collapsed(forked, from.namespace()));
        }
        return !forked.isEmpty();
    }

    private boolean substitute(JsonNode destination, VirtualRule from) {
        IstioHost host = new IstioHost(destination.path("host").asText(), from.namespace());
        String fork = host.service().map(sandbox.forks()::get).orElse("");
        if (!fork.isEmpty()) {
            // Subsets are labels of the baseline's pods; the fork's Service leads to one pod.
            ((ObjectNode) destination).put("host", host.of(fork).text()).remove("subset");
        }
        return !fork.isEmpty();
    }

    /** What differed in its subset or in the spelling of its host alone is the same now. */
    private static List<ObjectNode> collapsed(List<ObjectNode> parts, String namespace) {
        Map<JsonNode, ObjectNode> different = new LinkedHashMap<>();
        for (ObjectNode part : parts) {
            ObjectNode known = different.putIfAbsent(withoutSpelling(part, namespace), part);
            if (known != null) {
                known.put(
                        "weight",
                        known.path("weight").asInt() + part.path("weight").asInt());
            }
        }
        if (different.size() == 1) {
            different.values().forEach(part -> part.remove("weight"));
        }
        return List.copyOf(different.values());
    }

    private static JsonNode withoutSpelling(ObjectNode part, String namespace) {
        ObjectNode plain = part.deepCopy();
        plain.remove("weight");
        IstioHost host = new IstioHost(part.at("/destination/host").asText(), namespace);
        plain.withObject("/destination").put("host", host.service().orElseGet(host::text));
        return plain;
    }

    private void qualify(ObjectNode rule, String namespace) {
        if (namespace.equals(home)) {
            return;
        }
        rule.path("route").forEach(part -> qualify(part.path("destination"), namespace));
        qualify(rule.path("mirror"), namespace);
        rule.path("mirrors").forEach(mirror -> qualify(mirror.path("destination"), namespace));
        if (rule.path("delegate") instanceof ObjectNode delegate && !delegate.has("namespace")) {
            delegate.put("namespace", namespace);
        }
        rule.path("match").forEach(match -> qualifyGateways(match.path("gateways"), namespace));
    }

    private void qualify(JsonNode destination, String namespace) {
        if (destination instanceof ObjectNode object && object.has("host")) {
            object.put("host", new IstioHost(object.path("host").asText(), namespace).in(home, domain));
        }
    }

    private static void qualifyGateways(JsonNode gateways, String namespace) {
        if (gateways instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                String name = list.get(i).asText();
                if (!name.equals("mesh") && !name.contains("/")) {
                    list.set(i, namespace + "/" + name);
                }
            }
        }
    }
}
