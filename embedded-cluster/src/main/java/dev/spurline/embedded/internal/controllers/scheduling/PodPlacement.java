// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.scheduling;

import dev.spurline.embedded.internal.client.Selectors;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.Toleration;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Where a pod goes.
 *
 * <p>Source: kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node.
 */
sealed interface PodPlacement {

    /** On that node. */
    record OnNode(String node) implements PodPlacement {}

    /** On none, for the reasons in the message. */
    record Unschedulable(String message) implements PodPlacement {

        /** On none, for a claim that the pod names is not there. */
        static Unschedulable without(String claim, int nodes) {
            return new Unschedulable("0/%d nodes are available: persistentvolumeclaim \"%s\" not found. not found"
                    .formatted(nodes, claim));
        }
    }

    /**
     * Decides.
     *
     * @param pod the pod that waits
     * @param offers what the nodes offer
     * @param running the pods that take room on nodes
     */
    static PodPlacement of(Pod pod, List<NodeInfo> offers, Collection<Pod> running) {
        if (offers.isEmpty()) {
            return new Unschedulable("no nodes available to schedule pods");
        }
        Map<String, List<Pod>> byNode = running.stream()
                .collect(Collectors.groupingBy(other -> other.getSpec().getNodeName()));
        List<NodeFit> fits = offers.stream()
                .map(offer -> NodeFit.of(pod, offer, byNode.getOrDefault(offer.node(), List.of())))
                .toList();
        return fits.stream()
                .filter(fit -> fit.obstacles().isEmpty())
                .min(Comparator.comparingInt(NodeFit::neighbours).thenComparing(NodeFit::node))
                .<PodPlacement>map(fit -> new OnNode(fit.node()))
                .orElseGet(() -> new Unschedulable(message(fits)));
    }

    private static String message(List<NodeFit> fits) {
        String none = "0/" + fits.size() + " nodes are available: ";
        long helpless = fits.stream().filter(fit -> !fit.preemptable()).count();
        Map<String, Integer> preemption = new TreeMap<>();
        if (helpless > 0) {
            preemption.put("Preemption is not helpful for scheduling", (int) helpless);
        }
        if (helpless < fits.size()) {
            preemption.put("No preemption victims found for incoming pod", fits.size() - (int) helpless);
        }
        Map<String, Integer> obstacles = new TreeMap<>();
        fits.forEach(fit -> fit.obstacles().forEach(obstacle -> obstacles.merge(obstacle, 1, Integer::sum)));
        return none + counted(obstacles) + ". no new claims to deallocate, preemption: " + none + counted(preemption)
                + ".";
    }

    private static String counted(Map<String, Integer> reasons) {
        return reasons.entrySet().stream()
                .map(reason -> reason.getValue() + " " + reason.getKey())
                .sorted()
                .collect(Collectors.joining(", "));
    }

    /**
     * How a pod fits on a node.
     *
     * @param obstacles why it does not, in the scheduler's words; empty if it does
     * @param preemptable whether it would fit if other pods went
     * @param neighbours how many pods are there already
     */
    record NodeFit(String node, List<String> obstacles, boolean preemptable, int neighbours) {

        static NodeFit of(Pod pod, NodeInfo offer, List<Pod> neighbours) {
            Optional<String> closed = closed(pod, offer);
            if (closed.isPresent()) {
                return new NodeFit(offer.node(), List.of(closed.get()), false, neighbours.size());
            }
            Map<String, BigDecimal> wanted = PodRequests.of(pod);
            List<String> lacking = lacking(wanted, free(offer, neighbours));
            boolean preemptable = lacking(wanted, offer.allocatable()).isEmpty();
            return new NodeFit(offer.node(), lacking, preemptable, neighbours.size());
        }

        private static Optional<String> closed(Pod pod, NodeInfo offer) {
            if (offer.cordoned()) {
                return Optional.of("node(s) were unschedulable");
            }
            Optional<Taint> taint = offer.taints().stream()
                    .filter(candidate -> !"PreferNoSchedule".equals(candidate.getEffect()))
                    .filter(candidate -> pod.getSpec().getTolerations().stream()
                            .noneMatch(toleration -> tolerates(toleration, candidate)))
                    .findFirst();
            if (taint.isPresent()) {
                return Optional.of("node(s) had untolerated taint(s)");
            }
            return selected(pod, offer)
                    ? Optional.empty()
                    : Optional.of("node(s) didn't match Pod's node affinity/selector");
        }

        private static boolean selected(Pod pod, NodeInfo offer) {
            return Selectors.contains(offer.labels(), pod.getSpec().getNodeSelector())
                    && NodeAffinityTerms.match(pod, offer);
        }

        private static boolean tolerates(Toleration toleration, Taint taint) {
            boolean effect = toleration.getEffect() == null
                    || toleration.getEffect().isEmpty()
                    || toleration.getEffect().equals(taint.getEffect());
            boolean any = toleration.getKey() == null || toleration.getKey().isEmpty();
            boolean key = any || toleration.getKey().equals(taint.getKey());
            boolean value = "Exists".equals(toleration.getOperator())
                    || Optional.ofNullable(toleration.getValue())
                            .orElse("")
                            .equals(Optional.ofNullable(taint.getValue()).orElse(""));
            return effect && key && value;
        }

        private static Map<String, BigDecimal> free(NodeInfo offer, List<Pod> neighbours) {
            Map<String, BigDecimal> free = new HashMap<>(offer.allocatable());
            neighbours.forEach(neighbour -> PodRequests.of(neighbour)
                    .forEach((name, amount) -> free.computeIfPresent(name, (any, left) -> left.subtract(amount))));
            return free;
        }

        private static List<String> lacking(Map<String, BigDecimal> wanted, Map<String, BigDecimal> free) {
            List<String> lacking = new ArrayList<>();
            new TreeMap<>(wanted).forEach((name, amount) -> {
                BigDecimal left = free.getOrDefault(name, BigDecimal.ZERO);
                if (amount.signum() > 0 && left.compareTo(amount) < 0) {
                    lacking.add(name.equals("pods") ? "Too many pods" : "Insufficient " + name);
                }
            });
            return lacking;
        }
    }
}
