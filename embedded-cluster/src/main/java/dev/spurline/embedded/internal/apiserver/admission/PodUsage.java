// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.admission;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.embedded.internal.apiserver.schema.types.Quantity;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a pod needs of its node, in the terms of quotas.
 *
 * <p>Source: {@code pkg/quota/v1/evaluator/core/pods.go} and {@code k8s.io/component-helpers/resource/helpers.go}.
 */
final class PodUsage {

    private static final String HUGE_PAGES = "hugepages-";
    private static final String REQUESTS = "requests";
    private static final String LIMITS = "limits";
    private static final Set<String> STATED = Set.of("cpu", "memory");

    private PodUsage() {}

    /** Returns whether a limit is about what pods need. */
    static boolean isLimitedBy(String limit) {
        String name = name(limit);
        boolean compute = STATED.contains(name) || name.equals("ephemeral-storage");
        boolean requested = !limit.startsWith(LIMITS + ".") && name.startsWith(HUGE_PAGES);
        return compute || requested || isExtended(limit);
    }

    /** Resources that a device plug-in offers can be limited as requests only. */
    private static boolean isExtended(String limit) {
        return limit.startsWith(REQUESTS + ".") && limit.contains("/") && !limit.contains("kubernetes.io/");
    }

    private static String name(String limit) {
        return limit.replaceFirst("^(requests|limits)\\.", "");
    }

    private static String side(String limit) {
        return limit.startsWith(LIMITS + ".") ? LIMITS : REQUESTS;
    }

    /** Returns how much a pod uses of a limit. */
    static Quantity of(String limit, JsonNode spec) {
        String side = side(limit);
        String name = name(limit);
        JsonNode wholePod = spec.path("resources").path(side);
        Quantity needed =
                isForWholePod(name) && wholePod.has(name) ? QuotaUsage.amount(wholePod, name) : peak(spec, side, name);
        boolean bounded = side.equals(REQUESTS) || needed.value().signum() > 0;
        return bounded ? needed.plus(QuotaUsage.amount(spec.path("overhead"), name)) : needed;
    }

    /** Returns the most that is needed at a time: while all containers run, or while one of the first ones does. */
    private static Quantity peak(JsonNode spec, String side, String name) {
        Quantity together = Quantity.ZERO;
        for (JsonNode container : spec.path("containers")) {
            together = together.plus(amount(container, side, name));
        }
        Quantity sidecars = Quantity.ZERO;
        Quantity beginning = Quantity.ZERO;
        for (JsonNode container : spec.path("initContainers")) {
            Quantity with = sidecars.plus(amount(container, side, name));
            if (isSidecar(container)) {
                together = together.plus(amount(container, side, name));
                sidecars = with;
            }
            beginning = with.compareTo(beginning) > 0 ? with : beginning;
        }
        return beginning.compareTo(together) > 0 ? beginning : together;
    }

    private static boolean isSidecar(JsonNode container) {
        return container.path("restartPolicy").asText().equals("Always");
    }

    private static Quantity amount(JsonNode container, String side, String name) {
        return QuotaUsage.amount(container.path("resources").path(side), name);
    }

    /** Returns the containers that do not say how much they need, where they have to; ordered by name. */
    static Set<String> silent(String limit, JsonNode spec) {
        Set<String> names = new TreeSet<>();
        if (STATED.contains(name(limit)) && !saysForWholePod(spec)) {
            for (String list : List.of("containers", "initContainers")) {
                for (JsonNode container : spec.path(list)) {
                    if (!container.path("resources").path(side(limit)).has(name(limit))) {
                        names.add(container.path("name").asText());
                    }
                }
            }
        }
        return names;
    }

    private static boolean saysForWholePod(JsonNode spec) {
        return List.of(REQUESTS, LIMITS).stream()
                .flatMap(side -> spec.path("resources").path(side).properties().stream())
                .anyMatch(amount -> isForWholePod(amount.getKey()));
    }

    private static boolean isForWholePod(String name) {
        return STATED.contains(name) || name.startsWith(HUGE_PAGES);
    }
}
