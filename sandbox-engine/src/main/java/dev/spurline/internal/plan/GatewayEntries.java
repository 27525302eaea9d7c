// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import dev.spurline.internal.routing.RouteGuard;
import dev.spurline.internal.routing.RoutedService;
import dev.spurline.internal.routing.RoutingStyles;
import dev.spurline.internal.routing.SandboxRoute;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.survey.Survey;
import dev.spurline.settings.Setting;
import io.fabric8.kubernetes.api.model.Service;
import java.util.List;
import java.util.Optional;

/**
 * Tells where the Service of a fork is entered at an ingress gateway. Gateways follow routes whose parent is a Gateway, and
 * none whose parent is a Service (Gateway API, GEP-1426), as ours are.
 */
final class GatewayEntries {

    private static final String THROUGH_WAYPOINT = "istio.io/ingress-use-waypoint";

    private final Survey survey;
    private final PlanOptions options;

    GatewayEntries(Survey survey, PlanOptions options) {
        this.survey = survey;
        this.options = options;
    }

    /** Returns what settings call a Service. */
    String subject(Service service) {
        String namespace = service.getMetadata().getNamespace();
        String name = service.getMetadata().getName();
        return namespace.equals(survey.namespace()) ? name : namespace + "." + name;
    }

    /** Returns what is to be told if a test enters the Service where settings or the cluster say. */
    Optional<String> warning(Service service) {
        return passesWaypoint(service) ? Optional.empty() : configured(service).or(() -> provided(service));
    }

    /** A waypoint follows the routes of the Service, and a label of the Service leads gateways through it. */
    private boolean passesWaypoint(Service service) {
        return survey.mesh() == ServiceMesh.ISTIO_AMBIENT
                && RouteGuard.labelled(service, THROUGH_WAYPOINT, survey).equals(Optional.of("true"));
    }

    private Optional<String> configured(Service service) {
        String subject = subject(service);
        return Setting.ENTRY
                .of(subject)
                .given(options.settings())
                .map(entry ->
                        "Service [%s] of a fork is entered by spurline.entry.%1$s [%s]. An ingress gateway there sends to the baseline, whatever key a request carries, for it follows no route of a Service: leave spurline.entry.%1$s out, or let a test name the port ([%s]), and requests go into the fork by port-forward"
                                .formatted(subject, entry.text(), portNamed(service)));
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

    /** Returns a sentence for each route of a gateway that leads straight to the Service. */
    List<String> routes(Service service) {
        if (passesWaypoint(service)) {
            return List.of();
        }
        return RoutingStyles.fromGateways(service, survey).stream()
                .map(SandboxRoute::title)
                .map(title ->
                        "%s leads from a gateway straight to %s of a fork: what comes in there reaches the baseline, whatever key it carries, for a gateway follows no route of a Service. Tests find the fork without spurline.entry.%s, by port-forward"
                                .formatted(title, RoutedService.title(service), subject(service)))
                .toList();
    }
}
