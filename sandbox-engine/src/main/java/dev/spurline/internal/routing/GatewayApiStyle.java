// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import dev.spurline.PreflightException;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Gateway API: one route object a sandbox, Service and port, which the mesh merges with all others on the Service. No
 * shared object is written.
 */
final class GatewayApiStyle implements RoutingStyle {

    /** The preferred first. */
    private static final List<RoutePerSandbox> ROUTES = List.of(
            new GrpcRoutePerSandbox(),
            new HttpRoutePerSandbox(CustomKind.HTTP_ROUTE),
            new HttpRoutePerSandbox(CustomKind.LINKERD_HTTP_ROUTE));

    /** Beside one of these the mesh follows no route of ours, or none of these beside ours. */
    private static final Set<CustomKind> RIVALS =
            Set.of(CustomKind.VIRTUAL_SERVICE, CustomKind.SERVICE_PROFILE, CustomKind.TLS_ROUTE, CustomKind.TCP_ROUTE);

    @Override
    public Set<CustomKind> reads() {
        return Stream.concat(writes().stream(), RIVALS.stream()).collect(Collectors.toSet());
    }

    @Override
    public Set<CustomKind> writes() {
        return ROUTES.stream().map(RoutePerSandbox::kind).collect(Collectors.toSet());
    }

    @Override
    public void attach(Survey survey, BiConsumer<String, AttachedRoute> attachments) {
        for (CustomKind kind : CustomKind.of(CustomKind.Role.ROUTE)) {
            if (writes().contains(kind)) {
                survey.all(kind).forEach(route -> GatewayApiAttachments.find(kind, route, survey.mesh(), attachments));
            }
        }
    }

    @Override
    public boolean inForce(AttachedRoute route, String service, ServiceMesh mesh) {
        return GatewayApiAttachments.inForce(route, service, mesh);
    }

    @Override
    public String title() {
        return "a route of the Gateway API";
    }

    @Override
    public Suitability suits(RoutedService service, SandboxRouting sandbox) {
        RoutingChoice choice = sandbox.choice();
        if (choice != RoutingChoice.AUTO) {
            return new Suitability(choice == RoutingChoice.GATEWAY_API, choice.reason());
        }
        if (writes().stream().noneMatch(kind -> sandbox.survey().served(kind).isPresent())) {
            return Suitability.no("the cluster serves no HTTPRoute");
        }
        List<AttachedRoute> virtual = VirtualServiceGuard.obstacle(sandbox).isEmpty()
                ? FollowedVirtualServices.of(service, sandbox).all()
                : List.<AttachedRoute>of();
        if (!virtual.isEmpty()) {
            return Suitability.no(
                    "%s routes it, beside which Istio follows no HTTPRoute".formatted(AttachedRoute.titles(virtual)));
        }
        List<AttachedRoute> present = service.attached().of(writes()).all();
        Optional<String> shared = VirtualServiceGuard.shared(service, sandbox);
        if (present.isEmpty() && shared.isPresent()) {
            return Suitability.no(shared.get());
        }
        return Suitability.yes(
                present.isEmpty()
                        ? "the cluster serves HTTPRoutes, and no route of others is on the Service"
                        : "%s routes it".formatted(AttachedRoute.titles(present)));
    }

    @Override
    public List<SandboxRoute> routes(RoutedService routed, SandboxRouting sandbox, Consumer<String> warnings) {
        GatewayApiGuard.refuseVirtualServices(routed, sandbox);
        RoutedService service = routed.with(writes());
        refuse(service, sandbox);
        ServiceMesh mesh = sandbox.survey().mesh();
        List<SandboxRoute> routes = new ArrayList<>();
        for (RouteGroup group : RouteGroup.of(service.service(), service.attached(), mesh)) {
            if (!service.ports().isEmpty() && sandbox.concerns(service, group.attached())) {
                routes.addAll(
                        allowed(service, group, mesh == ServiceMesh.LINKERD ? routes.size() : 0, sandbox, warnings));
            }
        }
        return routes;
    }

    private static void refuse(RoutedService service, SandboxRouting sandbox) {
        new GatewayApiGuard(sandbox.survey()).check(service);
        if (!sandbox.anchored()) {
            GatewayApiGuard.refuseDerived(service.service(), service.attached());
        }
        if (sandbox.survey().mesh() == ServiceMesh.LINKERD) {
            GatewayApiGuard.refuseOvertaking(service.service(), service.attached(), own(service, sandbox));
        }
    }

    /** Returns what the sandbox has in the Service's own namespace. */
    private static List<AttachedRoute> own(RoutedService service, SandboxRouting sandbox) {
        String namespace = service.service().getMetadata().getNamespace();
        return service.attached().of(sandbox.key().value()).stream()
                .filter(route -> route.namespace().equals(namespace))
                .toList();
    }

    /** What other namespaces do wrong, or do not let us join, is no reason to refuse a sandbox in its own. */
    private static List<SandboxRoute> allowed(
            RoutedService service, RouteGroup group, int turn, SandboxRouting sandbox, Consumer<String> warnings) {
        if (!group.consumer() || sandbox.survey().read().contains(group.home())) {
            return routes(service, group, turn, sandbox);
        }
        try {
            return joined(service, group, turn, sandbox);
        } catch (PreflightException e) {
            warnings.accept(warning(service, group, String.valueOf(e.getMessage())));
            return List.of();
        }
    }

    private static List<SandboxRoute> joined(
            RoutedService service, RouteGroup group, int turn, SandboxRouting sandbox) {
        if (!sandbox.mayJoin(group.home())) {
            throw notPermitted("routes");
        }
        List<SandboxRoute> routes = routes(service, group, turn, sandbox);
        for (SandboxRoute route : routes) {
            CustomKind kind = CustomKind.of(route.object()).orElseThrow();
            if (!sandbox.mayJoin(kind, group.home())) {
                throw notPermitted("[" + kind.resource() + "]");
            }
        }
        return routes;
    }

    private static PreflightException notPermitted(String kind) {
        return new PreflightException(
                "no %s may be made there; allow it with the Roles of docs/rbac.yaml".formatted(kind));
    }

    private static String warning(RoutedService service, RouteGroup group, String reason) {
        return "%s decides for callers in namespace [%s]: their requests do not reach the fork of %s, because %s"
                .formatted(AttachedRoute.titles(group.own()), group.home(), service.title(), reason);
    }

    private static List<SandboxRoute> routes(
            RoutedService service, RouteGroup group, int turn, SandboxRouting sandbox) {
        ServiceMesh mesh = sandbox.survey().mesh();
        List<PortForm> forms = PortForm.of(mesh, service.service(), service.ports(), group.attached());
        List<SandboxRoute> routes = new ArrayList<>();
        for (PortForm form : forms) {
            if (group.decides(form) && sandbox.concerns(service, form.attached())) {
                routes.addAll(routes(service, form, forms.size(), group, turn, sandbox));
            }
        }
        return routes;
    }

    private static List<SandboxRoute> routes(
            RoutedService service, PortForm form, int parts, RouteGroup group, int turn, SandboxRouting sandbox) {
        Survey survey = sandbox.survey();
        GatewayApiGuard guard = new GatewayApiGuard(survey);
        guard.refuseSeveralKinds(service.service(), form, service.attached().all());
        guard.refuseUnfollowed(service.service(), form);
        RoutePerSandbox route = route(service, form, survey);
        String version = survey.served(route.kind()).orElseThrow();
        RouteRequest request = new RouteRequest(service.service(), form, parts, group, turn, version, sandbox);
        RuleSupport.check(request);
        return route.routes(request);
    }

    private static RoutePerSandbox route(RoutedService service, PortForm form, Survey survey) {
        Optional<RoutePerSandbox> suitable =
                ROUTES.stream().filter(route -> route.suits(form, survey)).findFirst();
        return suitable.orElseThrow(() -> new PreflightException(
                "%s cannot be routed: the cluster serves no HTTPRoute. Install the custom resources of Gateway API"
                        .formatted(service.title())));
    }

    @Override
    public RouteAcceptance acceptance(GenericKubernetesResource route, ServiceMesh mesh, String title) {
        return GatewayApiStatus.read(route, mesh, title);
    }
}
