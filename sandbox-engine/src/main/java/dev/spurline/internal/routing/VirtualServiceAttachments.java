// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.survey.Survey;
import dev.spurline.internal.text.JsonTrees;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads from VirtualServices which Services they route for the proxies of pods. */
final class VirtualServiceAttachments {

    private VirtualServiceAttachments() {}

    static JsonNode spec(GenericKubernetesResource object) {
        return JsonTrees.tree(object).path("spec");
    }

    /** Tells of each Service whose requests a VirtualService routes. */
    static void find(Survey survey, BiConsumer<String, AttachedRoute> attachments) {
        VirtualRules rules = new VirtualRules(survey, MeshDefaults.exportTo(survey));
        survey.all(CustomKind.VIRTUAL_SERVICE).forEach(object -> {
            List<VirtualRule> inMesh = inMesh(object, rules);
            if (!inMesh.isEmpty()) {
                attach(object, backends(inMesh), survey, attachments);
            }
        });
    }

    /**
     * Tells of each Service that a VirtualService of others names, or covers, and says nothing of: it has no http rules for pods.
     * Istio sends nothing of it to them, but takes it for the closest to the Service nevertheless.
     */
    static void findSilent(Survey survey, BiConsumer<String, AttachedRoute> attachments) {
        VirtualRules rules = new VirtualRules(survey, MeshDefaults.exportTo(survey));
        survey.all(CustomKind.VIRTUAL_SERVICE).stream()
                .filter(object -> !SpurlineLabels.ofSandbox(object)
                        && VirtualMatches.inMesh(spec(object).path("gateways"))
                        && inMesh(object, rules).isEmpty())
                .forEach(object -> attach(object, Set.of(), survey, attachments));
    }

    private static List<VirtualRule> inMesh(GenericKubernetesResource object, VirtualRules rules) {
        return VirtualMatches.inMesh(spec(object).path("gateways"))
                ? rules.known(object).stream()
                        .filter(VirtualServiceAttachments::inMesh)
                        .toList()
                : List.of();
    }

    private static void attach(
            GenericKubernetesResource object,
            Set<String> backends,
            Survey survey,
            BiConsumer<String, AttachedRoute> attachments) {
        AttachedRoute route = new AttachedRoute(CustomKind.VIRTUAL_SERVICE, object, OptionalInt.empty(), backends);
        hosts(spec(object))
                .flatMap(host -> services(host, object, survey))
                .collect(Collectors.toSet())
                .forEach(service -> attachments.accept(service, route));
    }

    private static boolean inMesh(VirtualRule rule) {
        JsonNode matches = rule.json().path("match");
        for (JsonNode match : matches) {
            if (VirtualMatches.inMesh(match.path("gateways"))) {
                return true;
            }
        }
        return matches.isEmpty();
    }

    private static Stream<String> hosts(JsonNode spec) {
        List<String> hosts = new ArrayList<>();
        spec.path("hosts").forEach(host -> hosts.add(host.asText()));
        return hosts.stream();
    }

    private static Stream<String> services(String host, GenericKubernetesResource object, Survey survey) {
        return host.startsWith("*")
                ? survey.services().stream()
                        .filter(service -> new ServiceHosts(service).is(host, object, ClusterDomain.told(survey)))
                        .map(RoutedService::name)
                : new IstioHost(host, object.getMetadata().getNamespace()).service().stream();
    }

    /** Returns the Services that rules lead to, as {@code namespace/name}. */
    static Set<String> backends(List<VirtualRule> rules) {
        Set<String> names = new TreeSet<>();
        rules.forEach(rule -> rule.json()
                .path("route")
                .forEach(part -> new IstioHost(part.at("/destination/host").asText(), rule.namespace())
                        .service()
                        .ifPresent(names::add)));
        return names;
    }

    /** Returns the names by which a VirtualService means a Service, as it writes them. */
    static List<IstioHost> spellings(GenericKubernetesResource object, Service service, Survey survey) {
        ServiceHosts hosts = new ServiceHosts(service);
        Optional<String> domain = ClusterDomain.told(survey);
        return hosts(spec(object))
                .filter(host -> hosts.is(host, object, domain))
                .map(host -> new IstioHost(host, object.getMetadata().getNamespace()))
                .toList();
    }
}
