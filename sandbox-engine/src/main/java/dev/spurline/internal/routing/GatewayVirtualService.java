// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.internal.survey.ObjectAge;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a VirtualService of others says at gateways.
 *
 * @param object the VirtualService
 * @param gateways the Gateways that it is bound to, as {@code namespace/name}
 * @param hosts the hosts whose requests it decides about, in lower case; those without a dot completed
 * @param rules its rules for gateways, delegates' in the places of these
 */
public record GatewayVirtualService(
        GenericKubernetesResource object, Set<String> gateways, Set<String> hosts, List<VirtualRule> rules)
        implements GatewayRoute {

    static final Comparator<GatewayVirtualService> BY_AGE =
            Comparator.comparing(GatewayVirtualService::object, ObjectAge.ISTIO);

    /** Copies the collections. */
    public GatewayVirtualService {
        gateways = Set.copyOf(gateways);
        hosts = new LinkedHashSet<>(hosts);
        rules = List.copyOf(rules);
    }

    /**
     * Reads a VirtualService.
     *
     * @return empty if it says nothing at gateways
     * @throws dev.spurline.PreflightException if one of its delegates cannot be read
     */
    static Optional<GatewayVirtualService> read(GenericKubernetesResource object, Survey survey) {
        Set<String> gateways = gateways(object);
        if (gateways.isEmpty()) {
            return Optional.empty();
        }
        List<VirtualRule> rules = new ArrayList<>();
        new VirtualRules(survey, MeshDefaults.exportTo(survey))
                .flat(object)
                .forEach(rule -> atGateways(rule).ifPresent(rules::add));
        return rules.isEmpty()
                ? Optional.empty()
                : Optional.of(new GatewayVirtualService(object, gateways, hosts(object, survey), rules));
    }

    /** Returns the Gateways that a VirtualService is bound to, as {@code namespace/name}. */
    public static Set<String> gateways(GenericKubernetesResource object) {
        Set<String> gateways = new LinkedHashSet<>();
        for (JsonNode gateway : VirtualServiceAttachments.spec(object).path("gateways")) {
            if (!VirtualMatches.isMesh(gateway)) {
                gateways.add(qualified(gateway.asText(), object.getMetadata().getNamespace()));
            }
        }
        return gateways;
    }

    /**
     * Returns a Gateway as {@code namespace/name}. Istio takes the form of a host name as well (resolveGatewayName in
     * pilot/pkg/model/virtualservice.go).
     *
     * @param namespace that of the object that names it
     */
    public static String qualified(String gateway, String namespace) {
        if (gateway.contains("/")) {
            return gateway;
        }
        String[] labels = gateway.split("\\.", -1);
        return labels.length > 1 ? labels[1] + "/" + labels[0] : namespace + "/" + gateway;
    }

    /** Returns the hosts that a VirtualService is for, in lower case; those without a dot completed. */
    public static Set<String> hosts(GenericKubernetesResource object, Survey survey) {
        String domain = ClusterDomain.of(survey);
        String namespace = object.getMetadata().getNamespace();
        Set<String> hosts = new LinkedHashSet<>();
        for (JsonNode host : VirtualServiceAttachments.spec(object).path("hosts")) {
            String text = host.asText().toLowerCase(Locale.ROOT);
            hosts.add(isShort(text) ? completed(text, namespace) + domain : text);
        }
        return hosts;
    }

    /** ResolveShortnameToFQDN in pkg/config/model/config.go of Istio leaves a wildcard as it is. */
    private static boolean isShort(String host) {
        return !host.contains(".") && !host.startsWith("*");
    }

    private static String completed(String host, String namespace) {
        return "%s.%s.svc.".formatted(host, namespace);
    }

    /** Returns a host as an object in some namespace writes it: short if this one does, for Istio's domain may be another. */
    String written(String host, String home) {
        for (JsonNode own : VirtualServiceAttachments.spec(object).path("hosts")) {
            String text = own.asText().toLowerCase(Locale.ROOT);
            if (namespace().equals(home) && isShort(text) && host.startsWith(completed(text, home))) {
                return own.asText();
            }
        }
        return host;
    }

    /** Returns a rule with its matches for gateways alone; empty if it has none. */
    private static Optional<VirtualRule> atGateways(VirtualRule rule) {
        if (rule.json().path("match").isEmpty()) {
            return Optional.of(rule);
        }
        ObjectNode json = rule.json().deepCopy();
        ArrayNode kept = json.putArray("match");
        for (JsonNode match : rule.json().path("match")) {
            if (VirtualMatches.atGateways(match.path("gateways"))) {
                kept.add(match.deepCopy());
            }
        }
        return kept.isEmpty() ? Optional.empty() : Optional.of(new VirtualRule(json, rule.namespace(), rule.title()));
    }

    @Override
    public Set<String> leadsTo(Set<String> services) {
        Set<String> found = new LinkedHashSet<>();
        for (VirtualRule rule : rules) {
            VirtualDestinations.receiving(rule.json())
                    .forEach(part -> VirtualDestinations.service(part, rule.namespace())
                            .filter(services::contains)
                            .ifPresent(found::add));
        }
        return found;
    }

    /**
     * Returns the rules as Istio sends them, each with one match: none behind one that takes everything, which is the last then
     * (BuildHTTPRoutesForVirtualService in pilot/pkg/networking/core/route/route.go).
     */
    private List<VirtualRule> single() {
        List<VirtualRule> single = new ArrayList<>();
        for (VirtualRule rule : rules) {
            for (VirtualRule one : split(rule)) {
                single.add(one);
                if (takesAll(one)) {
                    return single;
                }
            }
        }
        return single;
    }

    private static List<VirtualRule> split(VirtualRule rule) {
        if (rule.json().path("match").isEmpty()) {
            return List.of(rule);
        }
        List<VirtualRule> rules = new ArrayList<>();
        for (JsonNode match : rule.json().path("match")) {
            ObjectNode json = rule.json().deepCopy();
            json.putArray("match").add(match.deepCopy());
            rules.add(new VirtualRule(json, rule.namespace(), rule.title()));
        }
        return rules;
    }

    /** Returns whether a rule takes everything: at a gateway it comes after all others of its host (SortVHostRoutes in route.go). */
    private static boolean takesAll(VirtualRule rule) {
        JsonNode matches = rule.json().path("match");
        for (JsonNode match : matches) {
            if (VirtualMatches.takesAll(match)) {
                return true;
            }
        }
        return matches.isEmpty();
    }

    /**
     * Returns the rules of several in the order in which a gateway joins them: that of age, those that take everything last
     * (buildGatewayHTTPRouteConfig in pilot/pkg/networking/core/gateway.go).
     */
    static List<VirtualRule> joined(List<GatewayVirtualService> members) {
        return members.size() == 1
                ? members.get(0).rules()
                : members.stream()
                        .flatMap(member -> member.single().stream())
                        .sorted(Comparator.comparing(GatewayVirtualService::takesAll))
                        .toList();
    }

    /** Returns whether all of the rules come last at a gateway, so that any with a condition comes before them. */
    boolean takesAllOnly() {
        return rules.stream().allMatch(rule -> {
            JsonNode matches = rule.json().path("match");
            boolean all = true;
            for (JsonNode match : matches) {
                all &= VirtualMatches.takesAll(match);
            }
            return all;
        });
    }

    /** Returns whether a rule that takes everything does so at some ports or gateways only, or for some of their pods. */
    boolean takesAllSometimes() {
        for (VirtualRule rule : rules) {
            for (JsonNode match : rule.json().path("match")) {
                if (VirtualMatches.takesAll(match) && VirtualMatches.isForSomePortsOrCallers(match)) {
                    return true;
                }
            }
        }
        return false;
    }
}
