// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds VirtualServices for hosts that are no Services, such as {@code shop.example.com} of a ServiceEntry, that lead to a forked
 * one: routes of sandboxes are on Services.
 */
final class OtherHosts {

    private OtherHosts() {}

    /** Returns a sentence for each. */
    static List<String> leadingTo(Service service, Survey survey) {
        VirtualRules rules = new VirtualRules(survey, MeshDefaults.exportTo(survey));
        return survey.mesh().istio()
                ? survey.all(CustomKind.VIRTUAL_SERVICE).stream()
                        .filter(object -> !SpurlineLabels.ofSandbox(object))
                        .filter(ObjectRevision.of(survey)::isRead)
                        .filter(object -> VirtualMatches.inMesh(
                                VirtualServiceAttachments.spec(object).path("gateways")))
                        .flatMap(object -> sentence(object, service, rules, survey).stream())
                        .toList()
                : List.of();
    }

    private static Optional<String> sentence(
            GenericKubernetesResource object, Service service, VirtualRules rules, Survey survey) {
        List<String> hosts = hosts(object, survey);
        boolean leads = !hosts.isEmpty()
                && VirtualServiceAttachments.backends(rules.known(object)).contains(RoutedService.name(service));
        return leads
                ? Optional.of(
                        "%s leads requests to %s to %s of a fork: with the key they reach the baseline, as sandboxes route requests to Services alone. Let callers on the way to the fork use the Service's name"
                                .formatted(SandboxRoute.title(object), hosts, RoutedService.title(service)))
                : Optional.empty();
    }

    private static List<String> hosts(GenericKubernetesResource object, Survey survey) {
        List<String> hosts = new ArrayList<>();
        VirtualServiceAttachments.spec(object).path("hosts").forEach(host -> {
            IstioHost name = new IstioHost(host.asText(), object.getMetadata().getNamespace());
            if (!name.isWildcard() && !isService(name, survey)) {
                hosts.add(name.text());
            }
        });
        return hosts;
    }

    /** Two labels may be a Service and its namespace, and may be anything else, such as {@code pricing.internal}. */
    private static boolean isService(IstioHost host, Survey survey) {
        return host.service()
                .filter(title -> !host.isTwoLabels()
                        || survey.services().stream()
                                .anyMatch(service -> title(service).equals(title)))
                .isPresent();
    }

    private static String title(Service service) {
        return service.getMetadata().getNamespace() + "/"
                + service.getMetadata().getName();
    }
}
