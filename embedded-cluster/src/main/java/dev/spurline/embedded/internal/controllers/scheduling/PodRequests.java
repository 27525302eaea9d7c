// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.scheduling;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;

/**
 * What pods ask of a node, by resource.
 *
 * <p>Source: kubernetes.io/docs/concepts/workloads/pods/init-containers/#resource-sharing-within-containers.
 */
final class PodRequests {

    private PodRequests() {}

    /** Returns the sum over the containers, or the largest init container where that is more; and one pod. */
    static Map<String, BigDecimal> of(Pod pod) {
        Map<String, BigDecimal> sum = new HashMap<>();
        pod.getSpec().getContainers().forEach(container -> add(sum, container));
        pod.getSpec().getInitContainers().stream()
                .filter(container -> "Always".equals(container.getRestartPolicy()))
                .forEach(container -> add(sum, container));
        pod.getSpec().getInitContainers().stream()
                .filter(container -> !"Always".equals(container.getRestartPolicy()))
                .forEach(container ->
                        requests(container).forEach((name, amount) -> sum.merge(name, amount, BigDecimal::max)));
        sum.put("pods", BigDecimal.ONE);
        return sum;
    }

    private static void add(Map<String, BigDecimal> sum, Container container) {
        requests(container).forEach((name, amount) -> sum.merge(name, amount, BigDecimal::add));
    }

    private static Map<String, BigDecimal> requests(Container container) {
        Map<String, BigDecimal> requests = new HashMap<>();
        var resources = container.getResources();
        if (resources != null && resources.getLimits() != null) {
            resources.getLimits().forEach((name, amount) -> requests.put(name, Quantity.getAmountInBytes(amount)));
        }
        if (resources != null && resources.getRequests() != null) {
            resources.getRequests().forEach((name, amount) -> requests.put(name, Quantity.getAmountInBytes(amount)));
        }
        return requests;
    }
}
