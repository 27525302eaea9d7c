// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import dev.spurline.internal.routing.RouteGuard;
import dev.spurline.internal.routing.SandboxRoute;
import dev.spurline.internal.routing.UnkeyedGatewayRoute;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.Service;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Tells where the Service of a fork is entered at an ingress gateway that leads past the fork. Gateways follow routes whose
 * parent is a Gateway, and none whose parent is a Service (Gateway API, GEP-1426).
 */
final class GatewayEntries {

    private final Survey survey;
    private final PlanOptions options;

    GatewayEntries(Survey survey, PlanOptions options) {
        this.survey = survey;
        this.options = options;
    }

    /** Returns what settings call a Service. */
    String subject(Service service) {
        return subject(service.getMetadata().getNamespace() + "/"
                + service.getMetadata().getName());
    }

    private String subject(String service) {
        String[] parts = service.split("/", 2);
        return parts[0].equals(survey.namespace()) ? parts[1] : parts[0] + "." + parts[1];
    }

    /**
     * Returns what is to be told if a test enters the Service where settings or the cluster say.
     *
     * @param atGateways the sandbox's own routes at gateways
     */
    Optional<String> warning(Service service, List<SandboxRoute> atGateways) {
        return RouteGuard.entersByWaypoint(service, survey)
                ? Optional.empty()
                : configured(service, atGateways).or(() -> provided(service));
    }

    private Optional<String> configured(Service service, List<SandboxRoute> atGateways) {
        String subject = subject(service);
        return EntryWish.of(options.settings(), subject)
                .filter(entry -> atGateways.stream()
                        .filter(route -> List.of(route.service().split(", ", -1))
                                .contains(service.getMetadata().getName()))
                        .noneMatch(route -> entry.address()
                                .map(address -> route.isForHost(host(address)))
                                .orElse(true)))
                .map(entry ->
                        "Service [%s] of a fork is entered by %s. An ingress gateway there sends to the baseline, whatever key a request carries, for it follows no route of a Service: leave %s out, or let a test name the port ([%s]), and requests go into the fork by port-forward"
                                .formatted(subject, entry.setting(), entry.key(), portNamed(service)));
    }

    private Optional<String> provided(Service service) {
        String title = service.getMetadata().getNamespace() + "/"
                + service.getMetadata().getName();
        String subject = subject(service);
        return options.opened().contains(title)
                ? Optional.of(
                        "Service [%s] of a fork is entered at the ingress gateway of the cluster, which sends to the baseline, whatever key a request carries, for it follows no route of a Service: let a test name the port ([%s]), and requests go into the fork by port-forward, or set spurline.entry.%1$s to a way in through a pod with a proxy"
                                .formatted(subject, portNamed(service)))
                : Optional.empty();
    }

    /** Returns the Service as a test names it together with a port. */
    private String portNamed(Service service) {
        String namespace = service.getMetadata().getNamespace();
        return "%s%s:%d"
                .formatted(
                        namespace.equals(survey.namespace()) ? "" : namespace + "/",
                        service.getMetadata().getName(),
                        service.getSpec().getPorts().get(0).getPort());
    }

    private static String host(URI entry) {
        return Objects.requireNonNullElse(entry.getHost(), "");
    }

    /** Returns a sentence for each route of a gateway that leads past a fork. */
    List<String> left(List<UnkeyedGatewayRoute> leads) {
        return leads.stream()
                .map(lead ->
                        "%s leads from a gateway straight to Service [%s] of a fork: what comes in there reaches the baseline, whatever key it carries, %s. Tests find the fork without spurline.entry.%s, by port-forward"
                                .formatted(lead.route(), lead.service(), lead.reason(), subject(lead.service())))
                .toList();
    }
}
