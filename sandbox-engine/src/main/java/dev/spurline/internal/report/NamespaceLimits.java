// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.report;

import dev.spurline.Workload;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.LimitRange;
import io.fabric8.kubernetes.api.model.LimitRangeItem;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What quotas and LimitRanges of a namespace leave for the pod of a fork. Nobody refuses a Deployment whose pods are too big:
 * they are only never made.
 *
 * @param quotas the quotas
 * @param ranges the LimitRanges
 */
record NamespaceLimits(List<ResourceQuota> quotas, List<LimitRange> ranges) {

    private static final String CONTAINER = "Container";

    /** Returns what there is, a sentence each. */
    List<String> facts() {
        List<String> facts = new ArrayList<>();
        quotas.forEach(quota -> facts.add("ResourceQuota [%s]: %s%s"
                .formatted(
                        quota.getMetadata().getName(),
                        new TreeMap<>(hard(quota))
                                .entrySet().stream()
                                        .map(entry -> "%s %s of %s"
                                                .formatted(
                                                        entry.getKey(), used(quota, entry.getKey()), entry.getValue()))
                                        .collect(Collectors.joining(", ")),
                        concerns(quota)
                                ? ""
                                : "; it is for other pods than those of forks, or by a scope that is not read")));
        ranges.forEach(range -> range.getSpec()
                .getLimits()
                .forEach(item ->
                        facts.add("LimitRange [%s] for each %s: max %s, min %s, default limit %s, default request %s"
                                .formatted(
                                        range.getMetadata().getName(),
                                        item.getType(),
                                        amounts(item.getMax()),
                                        amounts(item.getMin()),
                                        amounts(item.getDefault()),
                                        amounts(item.getDefaultRequest())))));
        return facts.isEmpty() ? List.of("No ResourceQuota and no LimitRange") : facts;
    }

    /** Returns why the pod of a fork would not be made, a sentence each. */
    List<String> refusals(Workload workload, PodDemand demand) {
        List<String> refusals = new ArrayList<>();
        quotas.stream()
                .filter(NamespaceLimits::concerns)
                .forEach(quota -> new TreeMap<>(hard(quota))
                        .forEach((limited, hard) ->
                                beyond(quota, limited, hard, demand).ifPresent(refusals::add)));
        ranges.forEach(range -> range.getSpec().getLimits().stream()
                .filter(item -> CONTAINER.equals(item.getType()))
                .forEach(item ->
                        demand.containers().forEach(container -> refusals.addAll(outside(range, item, container)))));
        return refusals.stream()
                .map(reason -> "The pod of a fork of %s would not be made: %s".formatted(workload, reason))
                .toList();
    }

    /** Returns what the pod of a fork asks for there. */
    PodDemand demand(PodSpec pod, Optional<Container> proxy) {
        return PodDemand.of(pod, proxy, containerRanges());
    }

    /**
     * Returns why not everything would be made of which each part alone would, a sentence each.
     *
     * @param forks what the pods of the forks ask for
     * @param objects how many objects would be made, by the name of their kind, such as {@code deployments.apps}
     */
    List<String> refusalsTogether(Map<Workload, PodDemand> forks, Map<String, Long> objects) {
        List<String> refusals = new ArrayList<>();
        quotas.forEach(quota -> new TreeMap<>(hard(quota)).forEach((limited, hard) -> {
            BigDecimal left = PodDemand.number(hard).subtract(PodDemand.number(used(quota, limited)));
            List<BigDecimal> wanted = concerns(quota)
                    ? forks.values().stream().map(pod -> pod.of(limited)).toList()
                    : List.of();
            if (exceedTogether(wanted, left)) {
                refusals.add("The pods of forks of %s would not all be made: together they want %s"
                        .formatted(
                                forks.keySet(),
                                excess(quota, limited, sum(wanted), left, "let the forks want less with patch")));
            }
            long made = objects.getOrDefault(limited.replaceFirst("^count/", ""), 0L);
            if (exceedTogether(Collections.nCopies((int) made, BigDecimal.ONE), left)) {
                refusals.add("Not all [%d] objects would be made: together they want %s"
                        .formatted(
                                made,
                                excess(quota, limited, BigDecimal.valueOf(made), left, "fork less in one sandbox")));
            }
        }));
        return refusals;
    }

    private static boolean exceedTogether(List<BigDecimal> wanted, BigDecimal left) {
        return wanted.size() > 1
                && sum(wanted).compareTo(left) > 0
                && wanted.stream().allMatch(one -> one.compareTo(left) <= 0);
    }

    private static BigDecimal sum(List<BigDecimal> amounts) {
        return amounts.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private List<LimitRangeItem> containerRanges() {
        return ranges.stream()
                .flatMap(range -> range.getSpec().getLimits().stream())
                .filter(item -> CONTAINER.equals(item.getType()))
                .toList();
    }

    /** kubernetes.io/docs/concepts/policy/resource-quotas/#quota-scopes: a fork's pod has no deadline. */
    private static boolean concerns(ResourceQuota quota) {
        return quota.getSpec().getScopeSelector() == null
                && List.of("NotTerminating").containsAll(quota.getSpec().getScopes());
    }

    private static Map<String, Quantity> hard(ResourceQuota quota) {
        return amounts(
                quota.getStatus() == null
                                || amounts(quota.getStatus().getHard()).isEmpty()
                        ? quota.getSpec().getHard()
                        : quota.getStatus().getHard());
    }

    private static Quantity used(ResourceQuota quota, String limited) {
        Map<String, Quantity> used =
                quota.getStatus() == null ? Map.of() : amounts(quota.getStatus().getUsed());
        return used.getOrDefault(limited, new Quantity("0"));
    }

    private static Map<String, Quantity> amounts(@Nullable Map<String, Quantity> amounts) {
        return Objects.requireNonNullElse(amounts, Map.of());
    }

    private static Optional<String> beyond(ResourceQuota quota, String limited, Quantity hard, PodDemand demand) {
        List<String> silent = demand.silent(limited);
        if (!silent.isEmpty()) {
            return Optional.of(
                    "%s wants to know [%s], which containers %s do not say. Set it in the fork with patch, or in the namespace with the defaults of a LimitRange"
                            .formatted(title(quota), limited, silent));
        }
        BigDecimal wanted = demand.of(limited);
        BigDecimal left = PodDemand.number(hard).subtract(PodDemand.number(used(quota, limited)));
        return wanted.signum() == 0 || wanted.compareTo(left) <= 0
                ? Optional.empty()
                : Optional.of("it wants " + excess(quota, limited, wanted, left, "let the fork want less with patch"));
    }

    private static String title(ResourceQuota quota) {
        return "ResourceQuota [%s/%s]"
                .formatted(
                        quota.getMetadata().getNamespace(), quota.getMetadata().getName());
    }

    private static String excess(ResourceQuota quota, String limited, BigDecimal wanted, BigDecimal left, String cure) {
        return "[%s] of [%s], and %s leaves [%s] ([%s] of [%s] are used). Free some, raise the quota, or %s"
                .formatted(
                        PodDemand.text(wanted),
                        limited,
                        title(quota),
                        PodDemand.text(left),
                        used(quota, limited),
                        hard(quota).get(limited),
                        cure);
    }

    private static List<String> outside(LimitRange range, LimitRangeItem item, Container container) {
        List<String> sentences = new ArrayList<>();
        amounts(item.getMax())
                .forEach((name, max) -> check(
                                range, container, "limit", name, PodDemand.limits(container), "at most", max, 1)
                        .ifPresent(sentences::add));
        amounts(item.getMin())
                .forEach((name, min) -> check(
                                range, container, "request", name, PodDemand.requests(container), "at least", min, -1)
                        .ifPresent(sentences::add));
        return sentences;
    }

    private static Optional<String> check(
            LimitRange range,
            Container container,
            String what,
            String name,
            Map<String, Quantity> given,
            String bound,
            Quantity limit,
            int wrong) {
        Quantity amount = given.get(name);
        return amount != null && PodDemand.number(amount).compareTo(PodDemand.number(limit)) != wrong
                ? Optional.empty()
                : Optional.of(
                        "container [%s] has a %s of [%s] for [%s], and LimitRange [%s/%s] wants %s [%s]. Set it in the fork with patch"
                                .formatted(
                                        container.getName(),
                                        what,
                                        amount == null ? "none" : amount,
                                        name,
                                        range.getMetadata().getNamespace(),
                                        range.getMetadata().getName(),
                                        bound,
                                        limit));
    }
}
