// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.Service;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * A VirtualService for a Service that has no route of others, which all sandboxes share, because Istio follows one VirtualService
 * a host and caller. It has a slot for each sandbox and the baseline as tail; what a sandbox does stands in a VirtualService
 * of its own, and goes with that: a slot whose object is not there does nothing.
 */
final class VirtualServiceRootStyle extends VirtualServiceStyle {

    @Override
    public void attach(Survey survey, BiConsumer<String, AttachedRoute> attachments) {
        VirtualServiceAttachments.find(survey, attachments);
    }

    @Override
    public String title() {
        return "a VirtualService of Spurline's that all sandboxes share";
    }

    @Override
    Suitability suits(RoutedService service, SandboxRouting sandbox, List<AttachedRoute> followed) {
        if (!followed.isEmpty()) {
            return Suitability.no("%s routes it".formatted(AttachedRoute.titles(followed)));
        }
        if (sandbox.choice() != RoutingChoice.AUTO) {
            return Suitability.yes(sandbox.choice().reason());
        }
        return Suitability.yes(VirtualServiceGuard.shared(service, sandbox)
                .orElse("the cluster serves no HTTPRoute, and no route of others is on the Service"));
    }

    @Override
    public List<SandboxRoute> routes(RoutedService routed, SandboxRouting sandbox, Consumer<String> warnings) {
        Service service = routed.service();
        VirtualServiceGuard guard = new VirtualServiceGuard(routed, sandbox);
        if (routed.ports().isEmpty() || !sandbox.concerns(routed, guard.ofGatewayApi())) {
            return List.of();
        }
        guard.refuseGatewayApi();
        String name = service.getMetadata().getName();
        String namespace = service.getMetadata().getNamespace();
        VirtualRule whole = new VirtualRule(whole(name), namespace, routed.title());
        return new VirtualServiceRoutes(routed, sandbox).alone(whole);
    }

    /** Without a port: then that of the request is taken. */
    private static ObjectNode whole(String service) {
        ObjectNode rule = JsonNodeFactory.instance.objectNode();
        rule.putArray("route").addObject().putObject("destination").put("host", service);
        return rule;
    }
}
