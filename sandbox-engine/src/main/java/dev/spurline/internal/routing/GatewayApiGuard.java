// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import dev.spurline.PreflightException;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.util.List;

/** Refuses what no Gateway API route of ours could join without harm, naming the object and the way out. */
final class GatewayApiGuard {

    private final Survey survey;

    GatewayApiGuard(Survey survey) {
        this.survey = survey;
    }

    void check(RoutedService routed) {
        routed.ports().forEach(port -> refuseAdditions(routed.service(), routed.attached(), port));
        refuseServiceProfiles(routed.service());
        routed.ports().stream()
                .filter(port -> routed.attached().all().stream().noneMatch(route -> route.isOn(port)))
                .forEach(port -> refuseConnectionRoutes(routed.service(), port));
    }

    /**
     * On Linkerd a GRPCRoute of whatever namespace takes HTTPRoutes with the same parent out of force: ours would do so, or
     * suffer it, though the callers of that namespace are not those of this part.
     *
     * @param all the routes of the Service, for whichever callers
     */
    void refuseSeveralKinds(Service service, PortForm form, List<AttachedRoute> all) {
        List<AttachedRoute> rivals = all.stream()
                .filter(route -> form.attached().contains(route)
                        || (survey.mesh() == ServiceMesh.LINKERD && route.port().equals(form.port())))
                .toList();
        boolean grpc = rivals.stream().anyMatch(AttachedRoute::grpc);
        if (grpc && !(rivals.stream().allMatch(AttachedRoute::grpc) && form.grpc())) {
            throw new PreflightException(
                    "Port %s of %s has GRPCRoutes and HTTPRoutes at once, of which the mesh follows only one kind: %s. Keep one kind"
                            .formatted(form.ports(), RoutedService.title(service), AttachedRoute.titles(rivals)));
        }
    }

    /**
     * Where a port declares HTTP/1 Linkerd follows no GRPCRoute, and none of the HTTPRoutes that those keep from being accepted
     * (policy-controller/grpc/src/outbound.rs).
     */
    void refuseUnfollowed(Service service, PortForm form) {
        if (survey.mesh() != ServiceMesh.LINKERD || !form.grpc()) {
            return;
        }
        for (ServicePort port : service.getSpec().getPorts()) {
            if (form.ports().contains(port.getPort()) && "http".equalsIgnoreCase(port.getAppProtocol())) {
                throw new PreflightException(
                        "Port [%d] of %s declares appProtocol [http], where Linkerd follows no GRPCRoute, and no HTTPRoute beside one: %s. Take appProtocol out, or replace the GRPCRoutes by HTTPRoutes"
                                .formatted(
                                        port.getPort(),
                                        RoutedService.title(service),
                                        AttachedRoute.titles(form.attached())));
            }
        }
    }

    /**
     * Linkerd adds routes of the callers' namespace to those of the Service's. Where there are none of the latter ours
     * would be the first, and its rule for all other requests would answer what the callers' routes leave to 404.
     */
    private void refuseAdditions(Service service, ServiceRoutes attached, int port) {
        if (survey.mesh() != ServiceMesh.LINKERD
                || attached.producers().stream().anyMatch(route -> route.isOn(port))) {
            return;
        }
        List<AttachedRoute> consumers =
                attached.all().stream().filter(route -> route.isOn(port)).toList();
        if (!consumers.isEmpty()) {
            throw new PreflightException(
                    "Port [%d] of %s has routes for callers of some namespaces only (%s), to which Linkerd would add ours: give it a route of its own in the Service's namespace, one rule without matches will do"
                            .formatted(port, RoutedService.title(service), AttachedRoute.titles(consumers)));
        }
    }

    /**
     * Refuses a change after which Linkerd would follow two foreign routes in another order with the key than without.
     *
     * <p>Among equal rules Linkerd follows the one of the oldest route. The copies for all callers are as old as the sandbox.
     * If callers in another namespace get a route later, its copy is younger than those: Linkerd would follow the copy of the
     * Service's own route first, even if that route is younger than the callers'.
     *
     * @param own the copies for all callers, as far as they are made
     */
    static void refuseOvertaking(Service service, ServiceRoutes attached, List<AttachedRoute> own) {
        for (AttachedRoute theirs : attached.all()) {
            boolean younger = own.stream().anyMatch(copy -> copy.created().compareTo(theirs.created()) <= 0);
            List<AttachedRoute> overtaking = attached.producers().stream()
                    .filter(route -> route.meets(theirs) && route.created().compareTo(theirs.created()) >= 0)
                    .toList();
            if (attached.consumers().containsKey(theirs.namespace()) && younger && !overtaking.isEmpty()) {
                throw new PreflightException(
                        "%s of %s was added while the sandbox lived, and after it %s, whose copy Linkerd would follow first: open a new sandbox"
                                .formatted(
                                        theirs.title(),
                                        RoutedService.title(service),
                                        AttachedRoute.titles(overtaking)));
            }
        }
    }

    /** What is derived from foreign routes must end when nobody follows them any more, and nothing would end it. */
    static void refuseDerived(Service service, ServiceRoutes attached) {
        if (!attached.all().isEmpty()) {
            throw new PreflightException(
                    "%s has routes of others (%s), from which ours would be derived, and with spurline.anchor=none nothing ends ours when nobody follows those any more: leave spurline.anchor out"
                            .formatted(RoutedService.title(service), AttachedRoute.titles(attached.all())));
        }
    }

    /**
     * Refuses VirtualServices that known callers follow, and one of Spurline's that was made where nobody has a route: beside
     * those no HTTPRoute is followed.
     *
     * @param routed the Service with its routes of all kinds
     */
    static void refuseVirtualServices(RoutedService routed, SandboxRouting sandbox) {
        for (AttachedRoute virtual : FollowedVirtualServices.of(routed, sandbox).all()) {
            throw new PreflightException("%s is routed by %s, beside which Istio follows no HTTPRoute: %s"
                    .formatted(
                            routed.title(),
                            virtual.title(),
                            sandbox.choice() == RoutingChoice.GATEWAY_API
                                    ? "leave spurline.routing out"
                                    : "replace it by an HTTPRoute with the same rules, and keys are added to those"));
        }
        String key = sandbox.key().value();
        boolean moved = !routed.attached().of(key).isEmpty();
        routed.attached().ofSandboxes().stream()
                .filter(route -> SharedRoute.of(route.object())
                        // The sandbox leaves it now, or has left it, and the others follow.
                        .filter(shared ->
                                !shared.derived() && !moved && !shared.keys().contains(key))
                        .isPresent())
                .findFirst()
                .ifPresent(route -> {
                    throw new PreflightException(
                            "%s is routed for other sandboxes by %s, beside which Istio follows no HTTPRoute: give all engines the same spurline.routing"
                                    .formatted(routed.title(), route.title()));
                });
    }

    private List<GenericKubernetesResource> foreign(CustomKind kind) {
        return survey.all(kind).stream()
                .filter(object -> !SpurlineLabels.ofSandbox(object))
                .toList();
    }

    private void refuseServiceProfiles(Service service) {
        if (survey.mesh() != ServiceMesh.LINKERD) {
            return;
        }
        ServiceHosts hosts = new ServiceHosts(service);
        for (GenericKubernetesResource profile : foreign(CustomKind.SERVICE_PROFILE)) {
            if (hosts.exactly(profile.getMetadata().getName(), profile)) {
                throw new PreflightException(
                        "%s has the ServiceProfile [%s/%s], beside which Linkerd follows no HTTPRoute: replace it by an HTTPRoute"
                                .formatted(
                                        RoutedService.title(service),
                                        profile.getMetadata().getNamespace(),
                                        profile.getMetadata().getName()));
            }
        }
    }

    /** Where the first HTTPRoute comes, Linkerd follows routes of connections no more: parent_has_conflicting_routes in k8s/status. */
    private void refuseConnectionRoutes(Service service, int port) {
        if (survey.mesh() != ServiceMesh.LINKERD) {
            return;
        }
        String title = service.getMetadata().getNamespace() + "/"
                + service.getMetadata().getName();
        for (CustomKind kind : List.of(CustomKind.TLS_ROUTE, CustomKind.TCP_ROUTE)) {
            for (GenericKubernetesResource route : foreign(kind)) {
                GatewayApiAttachments.find(kind, route, ServiceMesh.LINKERD, (parent, attached) -> {
                    if (parent.equals(title)
                            && attached.isOn(port)
                            && !GatewayApiAttachments.refused(attached, parent, ServiceMesh.LINKERD)) {
                        throw new PreflightException(
                                "Port [%d] of %s has the %s [%s/%s], which Linkerd follows no more where there is an HTTPRoute: replace it by an HTTPRoute, or make the port opaque and fork by another"
                                        .formatted(
                                                port,
                                                RoutedService.title(service),
                                                kind.kind(),
                                                route.getMetadata().getNamespace(),
                                                route.getMetadata().getName()));
                    }
                });
            }
        }
    }
}
