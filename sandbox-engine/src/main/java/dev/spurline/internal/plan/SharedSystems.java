// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import dev.spurline.PreflightException;
import dev.spurline.internal.survey.Survey;
import dev.spurline.settings.Setting;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Tells what a fork does of its own, for everybody, key or not: by the systems that its pod is told of. */
final class SharedSystems {

    private final ForkDraft draft;
    private final PlanOptions options;
    private final List<WorkloadHint> hints;

    SharedSystems(ForkDraft draft, Survey survey, PlanOptions options) {
        this.draft = draft;
        this.options = options;
        this.hints = WorkloadHints.of(draft, survey);
    }

    /**
     * Warns of them.
     *
     * @throws PreflightException if the fork would register itself where callers look its baseline up, and nobody has
     *     confirmed that
     */
    void check() {
        Found registries = found(SharedSystem.Kind.REGISTRY);
        if (!registries.isEmpty() && !confirmed()) {
            throw new PreflightException(
                    "Fork [%s] may register itself in [%s] (see [%s]), where callers look its baseline up: it would get requests of everybody, key or not. If it does, switch that off with %s%s; if it only reads there, say so with spurline.registered-forks=%s"
                            .formatted(
                                    draft.spec().workload().name(),
                                    registries.titles(),
                                    registries.placesInOrder(),
                                    example(registries),
                                    registries.mounted()
                                            ? " (what a mounted file says of it does not count: it may be for another profile)"
                                            : "",
                                    draft.spec().workload().name()));
        }
        warn(
                SharedSystem.Kind.MIGRATION,
                "it may change tables that the baseline uses when it starts, by [%s] (see [%s]): switch that off with env, or leave an init container out with skipInit");
        warn(
                SharedSystem.Kind.QUEUE,
                "it may take messages meant for the baseline, from [%s] (see [%s]): switch that off with env, or give it a queue or consumer group of its own");
        warn(
                SharedSystem.Kind.SCHEDULER,
                "it may run what the baseline runs by the clock, by [%s] (see [%s]): switch that off with env");
        warn(
                SharedSystem.Kind.CLUSTER,
                "it may join the cluster that the baseline's pods form, by [%s] (see [%s]), and share their data and work: give its cluster another name with env");
        warn(
                SharedSystem.Kind.REGISTRY,
                "it registers itself in [%s] (see [%s]), as spurline.registered-forks confirms: callers that look its baseline up there find the fork, too, key or not");
        warnOfRegistryAddress();
    }

    /** Callers that look a baseline up find a fork that has registered itself, too; a program's own client may do so. */
    private void warnOfRegistryAddress() {
        if (found(SharedSystem.Kind.REGISTRY).isEmpty() && !confirmed()) {
            warn(
                    SharedSystem.Kind.REGISTRY_ADDRESS,
                    "it knows where [%s] is (see [%s]): if it registers itself there, it gets requests of everybody, key or not; switch that off in the fork, or say with spurline.registered-forks that it only reads there");
        }
    }

    private boolean confirmed() {
        String name = draft.spec().workload().name();
        List<String> confirmed =
                Setting.REGISTERED_FORKS.find(options.settings()).orElse(List.of());
        return confirmed.contains(name) || confirmed.contains(draft.baseline().namespace() + "/" + name);
    }

    private static String example(Found registries) {
        return switch (registries.systems().iterator().next()) {
            case EUREKA -> "env, such as Spring's EUREKA_CLIENT_REGISTER_WITH_EUREKA=false";
            case CONSUL -> "env, such as Spring's SPRING_CLOUD_CONSUL_DISCOVERY_REGISTER=false";
            case CONNECT -> "patch, by another value of the annotation [consul.hashicorp.com/connect-service]";
            case NACOS -> "env, such as Spring's SPRING_CLOUD_NACOS_DISCOVERY_REGISTER_ENABLED=false";
            case POLARIS -> "env, such as Spring's SPRING_CLOUD_POLARIS_DISCOVERY_REGISTER=false";
            case SERVICE_COMB -> "env, such as Spring's SPRING_CLOUD_SERVICECOMB_DISCOVERY_ENABLED=false";
            case ZOOKEEPER, ZOOKEEPER_CLIENT -> "env, such as Spring's SPRING_CLOUD_ZOOKEEPER_DISCOVERY_REGISTER=false";
            case DAPR -> "patch, by another value of the annotation [dapr.io/app-id]";
            default -> "env, such as Dubbo's DUBBO_REGISTRY_REGISTER=false";
        };
    }

    private void warn(SharedSystem.Kind kind, String sentence) {
        Found found = found(kind);
        if (!found.isEmpty()) {
            draft.warn(sentence.formatted(found.titles(), found.placesInOrder()));
        }
    }

    private Found found(SharedSystem.Kind kind) {
        Set<SharedSystem> systems = new LinkedHashSet<>();
        Set<String> places = new TreeSet<>();
        Set<WorkloadHint.Origin> origins = EnumSet.noneOf(WorkloadHint.Origin.class);
        Arrays.stream(SharedSystem.values())
                .filter(system -> system.kind() == kind)
                .filter(system -> system.foundIn(hints))
                .forEach(system -> hints.stream().filter(system::namedBy).forEach(hint -> {
                    systems.add(system);
                    places.add(hint.place());
                    origins.add(hint.origin());
                }));
        return new Found(systems, places, origins);
    }

    /** What was found of one kind. */
    private record Found(Set<SharedSystem> systems, Set<String> places, Set<WorkloadHint.Origin> origins) {

        boolean isEmpty() {
            return systems.isEmpty();
        }

        boolean mounted() {
            return origins.contains(WorkloadHint.Origin.FILE);
        }

        /** A name says more than that there is something of its kind. */
        String titles() {
            boolean named = systems.stream().anyMatch(system -> !system.generic());
            return systems.stream()
                    .filter(system -> !named || !system.generic())
                    .map(SharedSystem::title)
                    .distinct()
                    .collect(Collectors.joining(", "));
        }

        String placesInOrder() {
            return String.join(", ", places);
        }
    }
}
