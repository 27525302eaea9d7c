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
import java.util.function.Function;
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
    private static final String POD = "Pod";

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
        ranges.forEach(
                range -> range.getSpec().getLimits().forEach(item -> refusals.addAll(outside(range, item, demand))));
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

    private static List<String> outside(LimitRange range, LimitRangeItem item, PodDemand demand) {
        return switch (item.getType()) {
            case CONTAINER ->
                demand.containers().stream()
                        .flatMap(container -> outside(
                                range,
                                item,
                                "container [%s] has".formatted(container.getName()),
                                name -> Optional.ofNullable(
                                        PodDemand.limits(container).get(name)),
                                name -> Optional.ofNullable(
                                        PodDemand.requests(container).get(name)))
                                .stream())
                        .toList();
            case POD ->
                outside(
                        range,
                        item,
                        "its containers together have",
                        name -> demand.stated(PodDemand.LIMITS + name),
                        name -> demand.stated(PodDemand.REQUESTS + name));
            default -> List.of();
        };
    }

    /** Source: maxConstraint and minConstraint of Kubernetes' admission plugin LimitRanger: what is not stated is refused, too. */
    private static List<String> outside(
            LimitRange range,
            LimitRangeItem item,
            String subject,
            Function<String, Optional<Quantity>> limits,
            Function<String, Optional<Quantity>> requests) {
        List<String> sentences = new ArrayList<>();
        amounts(item.getMax()).forEach((name, max) -> {
            Optional<Quantity> limit = limits.apply(name);
            if (limit.filter(amount -> PodDemand.number(amount).compareTo(PodDemand.number(max)) <= 0)
                    .isEmpty()) {
                sentences.add(wrong(range, subject, "limit", name, limit, "at most", max));
            }
        });
        amounts(item.getMin()).forEach((name, min) -> {
            Optional<Quantity> request = requests.apply(name);
            if (request.filter(amount -> PodDemand.number(amount).compareTo(PodDemand.number(min)) >= 0)
                    .isEmpty()) {
                sentences.add(wrong(range, subject, "request", name, request, "at least", min));
            }
        });
        return sentences;
    }

    private static String wrong(
            LimitRange range,
            String subject,
            String what,
            String name,
            Optional<Quantity> amount,
            String bound,
            Quantity limit) {
        return "%s a %s of [%s] for [%s], and LimitRange [%s/%s] wants %s [%s]. Set it in the fork with patch"
                .formatted(
                        subject,
                        what,
                        amount.map(Quantity::toString).orElse("none"),
                        name,
                        range.getMetadata().getNamespace(),
                        range.getMetadata().getName(),
                        bound,
                        limit);
    }
}
