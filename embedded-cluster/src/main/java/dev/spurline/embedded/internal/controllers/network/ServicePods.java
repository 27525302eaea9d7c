// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.network;

import dev.spurline.embedded.internal.client.ObjectName;
import dev.spurline.embedded.internal.client.Selectors;
import dev.spurline.embedded.internal.controllers.runtime.ControllerContext;
import dev.spurline.embedded.internal.controllers.runtime.ObjectChange;
import dev.spurline.embedded.internal.controllers.runtime.ObjectStore;
import dev.spurline.embedded.internal.controllers.runtime.WorkQueue;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Knows which pods stand behind which Service, and queues a Service when that may have changed.
 *
 * <p>Source: {@code k8s.io/endpointslice/util/controller_utils.go} (GetServicesToUpdate, podEndpointsChanged).
 */
final class ServicePods {

    private final ObjectStore<Service> services;
    private final ObjectStore<Pod> pods;
    private final WorkQueue<ObjectName> queue;

    ServicePods(ControllerContext context, WorkQueue<ObjectName> queue) {
        this.queue = queue;
        services = context.store(Service.class);
        pods = context.store(Pod.class);
        services.listen(change -> queue.add(ObjectName.of(change.latest())));
        pods.listen(this::podChanged);
    }

    Optional<Service> get(ObjectName name) {
        return services.get(name.namespace(), name.name());
    }

    /** Whether the endpoints of a Service follow from a selector; those of others are left to their owners. */
    boolean selecting(Service service) {
        Map<String, String> selector = service.getSpec().getSelector();
        return selector != null
                && !selector.isEmpty()
                && !"ExternalName".equals(service.getSpec().getType());
    }

    List<Pod> pods(Service service) {
        return pods.inNamespace(service.getMetadata().getNamespace()).stream()
                .filter(pod -> selects(service, pod))
                .toList();
    }

    private void podChanged(ObjectChange<Pod> change) {
        services.inNamespace(change.latest().getMetadata().getNamespace()).stream()
                .filter(service -> selecting(service)
                        && Stream.of(change.before(), change.after())
                                .filter(Objects::nonNull)
                                .anyMatch(pod -> selects(service, pod)))
                .forEach(service -> queue.add(ObjectName.of(service)));
    }

    private static boolean selects(Service service, Pod pod) {
        return Selectors.contains(
                pod.getMetadata().getLabels(), service.getSpec().getSelector());
    }
}
