// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.ServiceMesh;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Service;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * A VirtualService for a Service that has no route of others, which all sandboxes share, because Istio follows one VirtualService
 * a host and caller. It has a slot for each sandbox and the baseline as tail; what a sandbox does stands in a VirtualService
 * of its own, and goes with that: a slot whose object is not there does nothing.
 */
final class VirtualServiceRootStyle implements RoutingStyle {

    @Override
    public Set<CustomKind> reads() {
        return writes();
    }

    @Override
    public Set<CustomKind> writes() {
        return Set.of(CustomKind.VIRTUAL_SERVICE);
    }

    @Override
    public void attach(Survey survey, BiConsumer<String, AttachedRoute> attachments) {
        VirtualServiceAttachments.find(survey, attachments);
    }

    @Override
    public boolean inForce(AttachedRoute route, String service, ServiceMesh mesh) {
        return mesh.istio();
    }

    @Override
    public String title() {
        return "a VirtualService of Spurline's that all sandboxes share";
    }

    @Override
    public Suitability suits(RoutedService service, SandboxRouting sandbox) {
        Optional<String> obstacle = VirtualServiceGuard.obstacle(sandbox);
        List<AttachedRoute> present =
                FollowedVirtualServices.of(service, sandbox).all();
        if (obstacle.isPresent()) {
            return Suitability.no(obstacle.get());
        }
        if (!present.isEmpty()) {
            return Suitability.no("%s routes it".formatted(AttachedRoute.titles(present)));
        }
        return Suitability.yes(
                sandbox.choice() == RoutingChoice.AUTO
                        ? "the cluster serves no HTTPRoute, and no route of others is on the Service"
                        : sandbox.choice().reason());
    }

    @Override
    public List<SandboxRoute> routes(RoutedService routed, SandboxRouting sandbox, Consumer<String> warnings) {
        Service service = routed.service();
        if (routed.ports().isEmpty() || !sandbox.concerns(routed, List.of())) {
            return List.of();
        }
        String name = service.getMetadata().getName();
        String namespace = service.getMetadata().getNamespace();
        VirtualRule whole = new VirtualRule(whole(name), namespace, routed.title());
        new VirtualServiceGuard(routed, sandbox).refuseGatewayApi();
        return new VirtualServiceRoutes(routed, sandbox).alone(whole);
    }

    /** Without a port: then that of the request is taken. */
    private static ObjectNode whole(String service) {
        ObjectNode rule = JsonNodeFactory.instance.objectNode();
        rule.putArray("route").addObject().putObject("destination").put("host", service);
        return rule;
    }

    @Override
    public List<GenericKubernetesResource> fromGateways(Service service, Survey survey) {
        return List.of();
    }

    @Override
    public RouteAcceptance acceptance(GenericKubernetesResource route, ServiceMesh mesh, String title) {
        return VirtualServiceRoutes.acceptance();
    }
}
