// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.report;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.LimitRangeItem;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a pod asks for, as quotas count it (PodRequests of k8s.io/component-helpers).
 *
 * @param containers all containers, with what defaults add
 * @param atOnce which of them run at the same time: those of each init container's turn, and those that last
 */
record PodDemand(List<Container> containers, List<List<Container>> atOnce) {

    static final String LIMITS = "limits.";
    static final String REQUESTS = "requests.";
    private static final BigDecimal MEGABYTE = BigDecimal.valueOf(1024 * 1024);

    /**
     * Reads it from a pod's template.
     *
     * @param proxy what a mesh adds
     * @param ranges the defaults of the namespace
     */
    static PodDemand of(PodSpec pod, Optional<Container> proxy, Collection<LimitRangeItem> ranges) {
        List<Container> sidecars = new ArrayList<>();
        List<List<Container>> atOnce = new ArrayList<>();
        List<Container> all = new ArrayList<>();
        for (Container container : pod.getInitContainers()) {
            Container known = withDefaults(container, ranges);
            all.add(known);
            if ("Always".equals(container.getRestartPolicy())) {
                sidecars.add(known);
            } else {
                atOnce.add(with(sidecars, Stream.of(known)));
            }
        }
        List<Container> last = Stream.concat(pod.getContainers().stream(), proxy.stream())
                .map(container -> withDefaults(container, ranges))
                .toList();
        all.addAll(last);
        atOnce.add(with(sidecars, last.stream()));
        return new PodDemand(all, atOnce);
    }

    private static List<Container> with(List<Container> sidecars, Stream<Container> others) {
        return Stream.concat(sidecars.stream(), others).toList();
    }

    /** Requests are as limits before any LimitRange is asked (SetDefaults_Pod of Kubernetes). */
    private static Container withDefaults(Container container, Collection<LimitRangeItem> ranges) {
        Map<String, Quantity> limits = new LinkedHashMap<>(limits(container));
        Map<String, Quantity> requests = new LinkedHashMap<>(requests(container));
        limits.forEach(requests::putIfAbsent);
        ranges.forEach(range -> {
            amounts(range.getDefault()).forEach(limits::putIfAbsent);
            amounts(range.getDefaultRequest()).forEach(requests::putIfAbsent);
        });
        return new ContainerBuilder(container)
                .editOrNewResources()
                .withLimits(limits)
                .withRequests(requests)
                .endResources()
                .build();
    }

    static Map<String, Quantity> limits(Container container) {
        return resources(container).map(ResourceRequirements::getLimits).orElse(Map.of());
    }

    static Map<String, Quantity> requests(Container container) {
        return resources(container).map(ResourceRequirements::getRequests).orElse(Map.of());
    }

    private static Optional<ResourceRequirements> resources(Container container) {
        return Optional.ofNullable(container.getResources());
    }

    private static Map<String, Quantity> amounts(@Nullable Map<String, Quantity> amounts) {
        return Objects.requireNonNullElse(amounts, Map.of());
    }

    /** Returns how much the pod uses of what a quota limits; nothing if that is not about pods. */
    BigDecimal of(String limited) {
        if (limited.equals("pods") || limited.equals("count/pods")) {
            return BigDecimal.ONE;
        }
        return atOnce.stream()
                .map(turn ->
                        turn.stream().map(container -> of(limited, container)).reduce(BigDecimal.ZERO, BigDecimal::add))
                .reduce(BigDecimal.ZERO, BigDecimal::max);
    }

    /** Returns how much the pod uses of something; empty if none of its containers says so. */
    Optional<Quantity> stated(String limited) {
        return containers.stream().anyMatch(container -> says(limited, container))
                ? Optional.of(Quantity.parse(text(of(limited))))
                : Optional.empty();
    }

    private static BigDecimal of(String limited, Container container) {
        Quantity amount = limited.startsWith(LIMITS)
                ? limits(container).get(limited.substring(LIMITS.length()))
                : requests(container)
                        .get(limited.startsWith(REQUESTS) ? limited.substring(REQUESTS.length()) : limited);
        return amount == null ? BigDecimal.ZERO : number(amount);
    }

    /** Returns the containers that do not say how much they want of what a quota limits: it refuses such pods. */
    List<String> silent(String limited) {
        boolean compute = Stream.of("cpu", "memory")
                .flatMap(name -> Stream.of(name, REQUESTS + name, LIMITS + name))
                .anyMatch(limited::equals);
        return compute
                ? containers.stream()
                        .filter(container -> !says(limited, container))
                        .map(Container::getName)
                        .toList()
                : List.of();
    }

    private static boolean says(String limited, Container container) {
        return limited.startsWith(LIMITS)
                ? limits(container).containsKey(limited.substring(LIMITS.length()))
                : requests(container).containsKey(limited.replace(REQUESTS, ""));
    }

    static BigDecimal number(Quantity amount) {
        return Quantity.getAmountInBytes(amount);
    }

    /** Writes a number as people write such amounts: whole megabytes by their unit. */
    static String text(BigDecimal number) {
        BigDecimal[] parts = number.divideAndRemainder(MEGABYTE);
        return parts[0].signum() != 0 && parts[1].signum() == 0
                ? parts[0].toBigInteger() + "Mi"
                : number.stripTrailingZeros().toPlainString();
    }
}
