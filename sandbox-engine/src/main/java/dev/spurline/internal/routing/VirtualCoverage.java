// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.PreflightException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * On which ports of a Service rules say something. Where none does, istiod passes over the VirtualService, and requests go to the
 * Service itself (httproute.go: no routes matched); with a rule of ours there they would be answered 404. So a VirtualService
 * that repeats rules says the same of those ports.
 */
final class VirtualCoverage {

    private final RoutedService service;

    VirtualCoverage(RoutedService service) {
        this.service = service;
    }

    /**
     * Returns rules for the ports of which others say nothing: to the Service itself.
     *
     * @param rules the others, delegates' in the places of these
     * @throws PreflightException if they say something for some callers only, as what others would get cannot be said
     */
    List<VirtualRule> missing(List<VirtualRule> rules) {
        List<VirtualRule> missing = new ArrayList<>();
        for (int port : service.ports()) {
            if (rules.stream().noneMatch(rule -> says(rule.json(), port, false))) {
                rules.stream()
                        .filter(rule -> says(rule.json(), port, true))
                        .findFirst()
                        .ifPresent(rule -> {
                            throw partial(rule, port);
                        });
                missing.add(whole(port));
            }
        }
        return missing;
    }

    /** Returns a sentence if there are ports of which rules say nothing: there a slot before them is passed over, too. */
    Optional<String> warning(List<VirtualRule> rules, String title) {
        List<Integer> ports = service.ports().stream()
                .filter(port -> rules.stream().noneMatch(rule -> says(rule.json(), port, true)))
                .toList();
        return Optional.of(ports)
                .filter(found -> !found.isEmpty())
                .map(found ->
                        "%s says nothing of requests to port %s of %s: they reach the baseline, key or not, for its slot does not count there"
                                .formatted(title, found, service.title()));
    }

    private static boolean says(ObjectNode rule, int port, boolean someCallers) {
        for (JsonNode match : rule.path("match")) {
            if (VirtualMatches.inMesh(match.path("gateways"))
                    && match.path("port").asInt(port) == port
                    && (someCallers || VirtualMatches.isForAllPods(match))) {
                return true;
            }
        }
        return rule.path("match").isEmpty();
    }

    private PreflightException partial(VirtualRule rule, int port) {
        return new PreflightException(
                "%s has rules for port [%d] of %s, but only for callers in a namespace or with labels, so that others go past it: let it end with a rule for all callers"
                        .formatted(rule.title(), port, service.title()));
    }

    private VirtualRule whole(int port) {
        ObjectNode rule = JsonNodeFactory.instance.objectNode();
        rule.putArray("match").addObject().put("port", port);
        rule.putArray("route")
                .addObject()
                .putObject("destination")
                .put("host", service.service().getMetadata().getName());
        return new VirtualRule(rule, service.service().getMetadata().getNamespace(), service.title());
    }
}
