// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.scheduling;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeCondition;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.TaintBuilder;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a node has to offer to pods.
 *
 * <p>Source: {@code pkg/scheduler/framework/types.go} (NodeInfo).
 *
 * @param node its name
 * @param labels its labels
 * @param taints what keeps pods away that do not tolerate it; a node that is not ready has the taint that says so
 * @param cordoned whether it takes no new pods
 * @param allocatable what it has in all, by resource
 */
record NodeInfo(
        String node,
        Map<String, String> labels,
        List<Taint> taints,
        boolean cordoned,
        Map<String, BigDecimal> allocatable) {

    private static final String NOT_READY = "node.kubernetes.io/not-ready";

    static NodeInfo of(Node node) {
        var spec = Optional.ofNullable(node.getSpec());
        List<Taint> taints =
                new ArrayList<>(spec.map(given -> given.getTaints()).orElse(List.of()));
        if (!ready(node) && taints.stream().noneMatch(taint -> taint.getKey().equals(NOT_READY))) {
            taints.add(new TaintBuilder()
                    .withKey(NOT_READY)
                    .withEffect("NoSchedule")
                    .build());
        }
        return new NodeInfo(
                node.getMetadata().getName(),
                Optional.ofNullable(node.getMetadata().getLabels())
                        .map(Map::copyOf)
                        .orElse(Map.of()),
                List.copyOf(taints),
                spec.map(given -> given.getUnschedulable()).orElse(false),
                allocatable(node));
    }

    private static boolean ready(Node node) {
        return node.getStatus() != null
                && node.getStatus().getConditions().stream().anyMatch(NodeInfo::saysReady);
    }

    private static boolean saysReady(NodeCondition condition) {
        return "Ready".equals(condition.getType()) && "True".equals(condition.getStatus());
    }

    private static Map<String, BigDecimal> allocatable(Node node) {
        Map<String, BigDecimal> amounts = new HashMap<>();
        if (node.getStatus() != null && node.getStatus().getAllocatable() != null) {
            node.getStatus()
                    .getAllocatable()
                    .forEach((name, amount) -> amounts.put(name, Quantity.getAmountInBytes(amount)));
        }
        return amounts;
    }
}
