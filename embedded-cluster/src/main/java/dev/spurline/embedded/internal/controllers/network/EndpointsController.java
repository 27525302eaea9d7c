// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.network;

import dev.spurline.embedded.internal.client.ObjectName;
import dev.spurline.embedded.internal.controllers.runtime.ControllerContext;
import dev.spurline.embedded.internal.controllers.runtime.DeletionMode;
import dev.spurline.embedded.internal.controllers.runtime.ObjectStore;
import dev.spurline.embedded.internal.controllers.runtime.WorkQueue;
import io.fabric8.kubernetes.api.model.EndpointAddress;
import io.fabric8.kubernetes.api.model.EndpointAddressBuilder;
import io.fabric8.kubernetes.api.model.EndpointPort;
import io.fabric8.kubernetes.api.model.EndpointPortBuilder;
import io.fabric8.kubernetes.api.model.EndpointSubset;
import io.fabric8.kubernetes.api.model.EndpointSubsetBuilder;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.EndpointsBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps the older Endpoints object of each Service that has a selector, for those who still read it.
 *
 * <p>Source: {@code pkg/controller/endpoint/endpoints_controller.go}.
 */
public final class EndpointsController {

    private static final String MANAGED_BY = "endpoints.kubernetes.io/managed-by";
    private static final String MANAGER = "endpoint-controller";

    private final ControllerContext context;
    private final ObjectStore<Endpoints> endpoints;
    private final ServicePods services;

    /** Begins to work on all Services. */
    public EndpointsController(ControllerContext context) {
        this.context = context;
        endpoints = context.store(Endpoints.class);
        WorkQueue<ObjectName> queue = context.queue("Endpoints", this::reconcile);
        services = new ServicePods(context, queue);
        endpoints.listen(change -> queue.add(ObjectName.of(change.latest())));
    }

    private void reconcile(ObjectName name) {
        Optional<Endpoints> present = endpoints.get(name.namespace(), name.name());
        Optional<Service> service = services.get(name);
        if (service.isEmpty()) {
            present.filter(EndpointsController::managed)
                    .ifPresent(orphan -> context.writer().delete(orphan, DeletionMode.DEFAULT));
            return;
        }
        if (services.selecting(service.get())) {
            write(present, endpoints(service.get(), present));
        }
    }

    private static boolean managed(Endpoints candidate) {
        return MANAGER.equals(Optional.ofNullable(candidate.getMetadata().getLabels())
                .map(labels -> labels.get(MANAGED_BY))
                .orElse(null));
    }

    private void write(Optional<Endpoints> present, Endpoints wanted) {
        if (present.isEmpty()) {
            context.writer().create(wanted);
        } else if (!wanted.equals(present.get())) {
            context.writer().update(wanted);
        }
    }

    private Endpoints endpoints(Service service, Optional<Endpoints> present) {
        Map<String, String> labels = new HashMap<>(
                Optional.ofNullable(service.getMetadata().getLabels()).orElse(Map.of()));
        labels.put(MANAGED_BY, MANAGER);
        if ("None".equals(service.getSpec().getClusterIP())) {
            labels.put(EndpointSliceController.HEADLESS, "");
        }
        return new EndpointsBuilder(present.orElseGet(Endpoints::new))
                .editOrNewMetadata()
                .withName(service.getMetadata().getName())
                .withNamespace(service.getMetadata().getNamespace())
                .withLabels(labels)
                .endMetadata()
                .withSubsets(subsets(service))
                .build();
    }

    private List<EndpointSubset> subsets(Service service) {
        return DesiredEndpoints.of(service, services.pods(service), node -> null).stream()
                .map(EndpointsController::subset)
                .filter(subset -> !subset.getAddresses().isEmpty()
                        || !subset.getNotReadyAddresses().isEmpty())
                .toList();
    }

    /** A pod that is going is not among them, ready or not. */
    private static EndpointSubset subset(DesiredEndpoints draft) {
        List<Endpoint> staying = draft.endpoints().stream()
                .filter(endpoint -> !endpoint.getConditions().getTerminating()
                        || endpoint.getConditions().getReady())
                .toList();
        return new EndpointSubsetBuilder()
                .withAddresses(addresses(staying, true))
                .withNotReadyAddresses(addresses(staying, false))
                .withPorts(draft.ports().stream().map(EndpointsController::port).toList())
                .build();
    }

    private static List<EndpointAddress> addresses(List<Endpoint> endpoints, boolean ready) {
        return endpoints.stream()
                .filter(endpoint -> endpoint.getConditions().getReady() == ready)
                .map(endpoint -> new EndpointAddressBuilder()
                        .withIp(endpoint.getAddresses().get(0))
                        .withHostname(endpoint.getHostname())
                        .withNodeName(endpoint.getNodeName())
                        .withTargetRef(endpoint.getTargetRef())
                        .build())
                .toList();
    }

    private static EndpointPort port(io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort port) {
        return new EndpointPortBuilder()
                .withName(port.getName().isEmpty() ? null : port.getName())
                .withProtocol(port.getProtocol())
                .withPort(port.getPort())
                .withAppProtocol(port.getAppProtocol())
                .build();
    }
}
