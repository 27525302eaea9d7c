// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.network;

import dev.spurline.embedded.internal.client.ApiTimes;
import dev.spurline.embedded.internal.client.ObjectName;
import dev.spurline.embedded.internal.controllers.runtime.ControllerContext;
import dev.spurline.embedded.internal.controllers.runtime.DeletionMode;
import dev.spurline.embedded.internal.controllers.runtime.ObjectStore;
import dev.spurline.embedded.internal.controllers.runtime.OwnerReferences;
import dev.spurline.embedded.internal.controllers.runtime.WorkQueue;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the EndpointSlices of each Service that has a selector as the pods behind it are.
 *
 * <p>Source: {@code pkg/controller/endpointslice/endpointslice_controller.go}.
 */
public final class EndpointSliceController {

    static final String SERVICE_NAME = "kubernetes.io/service-name";
    static final String MANAGED_BY = "endpointslice.kubernetes.io/managed-by";
    static final String HEADLESS = "service.kubernetes.io/headless";
    private static final String MANAGER = "endpointslice-controller.k8s.io";
    private static final String ZONE = "topology.kubernetes.io/zone";
    private static final String CHANGED = "endpoints.kubernetes.io/last-change-trigger-time";

    private final ControllerContext context;
    private final ObjectStore<EndpointSlice> slices;
    private final ObjectStore<Node> nodes;
    private final ServicePods services;
    private final WorkQueue<ObjectName> queue;

    /** Begins to work on all Services. */
    public EndpointSliceController(ControllerContext context) {
        this.context = context;
        slices = context.store(EndpointSlice.class);
        nodes = context.store(Node.class);
        queue = context.queue("EndpointSlice", this::reconcile);
        services = new ServicePods(context, queue);
        slices.listen(change -> {
            if (managed(change.latest())) {
                queue.add(service(change.latest()));
            }
        });
    }

    private static boolean managed(EndpointSlice slice) {
        return MANAGER.equals(labels(slice).get(MANAGED_BY));
    }

    private static ObjectName service(EndpointSlice slice) {
        return new ObjectName(slice.getMetadata().getNamespace(), labels(slice).getOrDefault(SERVICE_NAME, ""));
    }

    private void reconcile(ObjectName name) {
        List<EndpointSlice> present = slices.inNamespace(name.namespace()).stream()
                .filter(slice -> managed(slice) && service(slice).equals(name) && !OwnerReferences.deleting(slice))
                .toList();
        Optional<Service> service = services.get(name);
        if (service.isEmpty()) {
            present.forEach(slice -> context.writer().delete(slice, DeletionMode.DEFAULT));
        } else if (services.selecting(service.get())) {
            reconcile(service.get(), new ArrayList<>(present));
        }
    }

    private void reconcile(Service service, List<EndpointSlice> present) {
        List<DesiredEndpoints> open = new ArrayList<>();
        for (DesiredEndpoints draft : DesiredEndpoints.of(service, services.pods(service), this::zone)) {
            Optional<EndpointSlice> same = present.stream()
                    .filter(slice -> ports(slice).equals(draft.ports()))
                    .findFirst();
            same.ifPresentOrElse(
                    slice -> {
                        present.remove(slice);
                        update(service, slice, draft);
                    },
                    () -> open.add(draft));
        }
        for (DesiredEndpoints draft : open) {
            if (present.isEmpty()) {
                context.writer().create(slice(service, null, draft));
            } else {
                update(service, present.remove(0), draft);
            }
        }
        present.forEach(slice -> context.writer().delete(slice, DeletionMode.DEFAULT));
    }

    private void update(Service service, EndpointSlice present, DesiredEndpoints draft) {
        EndpointSlice wanted = slice(service, present, draft);
        boolean same = labels(wanted).equals(labels(present))
                && ports(wanted).equals(ports(present))
                && endpoints(wanted).equals(endpoints(present));
        if (!same) {
            context.writer().update(wanted);
        }
    }

    /** Both lists are null in the server's answer as long as nothing stands behind a Service. */
    private static List<EndpointPort> ports(EndpointSlice slice) {
        return slice.getPorts() == null ? List.of() : slice.getPorts();
    }

    private static List<Endpoint> endpoints(EndpointSlice slice) {
        return slice.getEndpoints() == null ? List.of() : slice.getEndpoints();
    }

    private static EndpointSlice slice(Service service, @Nullable EndpointSlice present, DesiredEndpoints draft) {
        EndpointSlice start = present != null
                ? present
                : new EndpointSliceBuilder()
                        .withNewMetadata()
                        .withGenerateName(service.getMetadata().getName() + "-")
                        .withNamespace(service.getMetadata().getNamespace())
                        .withOwnerReferences(OwnerReferences.controlledBy(service))
                        .endMetadata()
                        .withAddressType("IPv4")
                        .build();
        return new EndpointSliceBuilder(start)
                .editMetadata()
                .withLabels(labels(service))
                .addToAnnotations(CHANGED, ApiTimes.now())
                .endMetadata()
                .withPorts(draft.ports())
                .withEndpoints(draft.endpoints())
                .build();
    }

    private static Map<String, String> labels(Service service) {
        Map<String, String> labels = new HashMap<>(
                Optional.ofNullable(service.getMetadata().getLabels()).orElse(Map.of()));
        labels.remove(HEADLESS);
        if ("None".equals(service.getSpec().getClusterIP())) {
            labels.put(HEADLESS, "");
        }
        labels.put(SERVICE_NAME, service.getMetadata().getName());
        labels.put(MANAGED_BY, MANAGER);
        return labels;
    }

    private static Map<String, String> labels(EndpointSlice slice) {
        return Objects.requireNonNullElse(slice.getMetadata().getLabels(), Map.of());
    }

    private @Nullable String zone(String node) {
        return nodes.get("", node)
                .map(found -> found.getMetadata().getLabels())
                .map(labels -> labels.get(ZONE))
                .orElse(null);
    }
}
