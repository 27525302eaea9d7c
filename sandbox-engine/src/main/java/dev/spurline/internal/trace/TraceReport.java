// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.trace;

import dev.spurline.KeyTrace;
import dev.spurline.KeyTrace.Call;
import dev.spurline.KeyTrace.LostKey;
import dev.spurline.internal.entry.EnteredServices;
import dev.spurline.internal.plan.ForkService;
import dev.spurline.internal.plan.PlannedFork;
import dev.spurline.internal.plan.SandboxPlan;
import dev.spurline.internal.plan.TracedService;
import dev.spurline.internal.trace.CallCounts.CallerPod;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says of what was counted how far the key got. */
final class TraceReport {

    /** What Istio's metrics say instead of a name. */
    private static final String UNNAMED = "/unknown";

    private final TracedWorkloads workloads;
    private final SandboxPlan plan;
    private final Map<String, String> uncounted;
    private final Predicate<String> countable;
    private final Map<String, String> unseen;

    private TraceReport(
            TracedWorkloads workloads,
            SandboxPlan plan,
            Map<String, String> uncounted,
            Function<TraceReport, Predicate<String>> countable,
            Map<String, String> unseen) {
        this.workloads = workloads;
        this.plan = plan;
        this.uncounted = uncounted;
        this.countable = countable.apply(this);
        this.unseen = unseen;
    }

    /**
     * Prepares for what was counted by routes.
     *
     * @param plan the sandbox with what is traced
     * @param late why Services are not traced that the plan would trace
     * @param unseen why nobody counts who calls Services at all
     */
    static TraceReport ofRoutes(
            TracedWorkloads workloads, SandboxPlan plan, Map<String, String> late, Map<String, String> unseen) {
        Map<String, String> uncounted = new TreeMap<>(plan.untraced());
        uncounted.putAll(late);
        return new TraceReport(workloads, plan, uncounted, report -> report.routed()::contains, unseen);
    }

    /** Prepares for what was counted by the header, whichever Service was called. */
    static TraceReport ofHeaders(TracedWorkloads workloads, SandboxPlan plan) {
        return new TraceReport(workloads, plan, Map.of(), report -> service -> true, Map.of());
    }

    /**
     * Says it of requests that went into Services.
     *
     * @param status with which the request was answered, if it was one
     * @param entered those Services
     */
    KeyTrace of(OptionalInt status, EnteredServices entered, CallCounts before, CallCounts after) {
        List<ServiceCalls> all = after.since(before);
        KeyPath path = path(all, entered);
        return new KeyTrace(
                status,
                calls(path.calls(), true),
                calls(path.calls(), false),
                path.losses().stream()
                        .map(loss -> lost(loss, status.isPresent()))
                        .toList(),
                Stream.of(
                                after.unread(),
                                around(entered, path),
                                untold(all),
                                unseen(),
                                unnamed(all),
                                silent(path.received(), after))
                        .flatMap(List::stream)
                        .toList());
    }

    /** Returns who had the key and called Services without it, as far as the counts tell; all as {@code namespace/name}. */
    List<KeyPath.Loss> losses(EnteredServices entered, CallCounts before, CallCounts after) {
        return path(after.since(before), entered).losses();
    }

    private KeyPath path(List<ServiceCalls> all, EnteredServices entered) {
        Map<Boolean, List<ServiceCalls>> known =
                all.stream().collect(Collectors.partitioningBy(call -> countable.test(call.service())));
        return new KeyPath(
                known.getOrDefault(true, List.of()),
                known.getOrDefault(false, List.of()),
                workloads.behind(),
                forks(),
                entered(entered.straight()));
    }

    /** Requests with the key to all others are led where they always were, and are not told apart. */
    private Set<String> routed() {
        return Stream.concat(plan.traced().stream().map(TracedService::title), forks().keySet().stream())
                .filter(service -> !uncounted.containsKey(service))
                .collect(Collectors.toSet());
    }

    private Map<String, String> forks() {
        Map<String, String> forks = new HashMap<>();
        for (PlannedFork fork : plan.servingForks()) {
            for (ForkService service : fork.services()) {
                forks.put(fork.namespace() + "/" + service.baseline(), fork.namespace() + "/" + fork.deployment());
            }
        }
        return forks;
    }

    private Set<String> entered(Set<String> services) {
        Set<String> entered = new TreeSet<>();
        for (String service : services) {
            String fork = forks().get(service);
            entered.addAll(fork == null ? workloads.behind().getOrDefault(service, Set.of()) : Set.of(fork));
        }
        return entered;
    }

    private List<Call> calls(List<ServiceCalls> counted, boolean keyed) {
        return counted.stream()
                .filter(call -> (keyed ? call.keyed() : call.unkeyed()) > 0)
                .map(call -> new Call(name(call.caller()), name(call.service()), keyed ? call.keyed() : call.unkeyed()))
                .toList();
    }

    private LostKey lost(KeyPath.Loss loss, boolean oneRequest) {
        String name = name(loss.workload());
        List<String> services = loss.services().stream().map(this::name).toList();
        String seen = "%s received the key and called %s without it".formatted(name, String.join(", ", services));
        if (!loss.keyed().isEmpty()) {
            List<String> keyed = loss.keyed().stream().map(this::name).toList();
            String doubt = "%s, but called %s with it: %s".formatted(seen, keyed, innocent(loss.others()));
            return new LostKey(name, services, doubt, List.of());
        }
        String blame = "%s: %s does not forward [%s]%s".formatted(seen, name, header(), doubt(loss, oneRequest));
        return new LostKey(name, services, blame, workloads.hints(loss.workload()));
    }

    /** Says what calls without the key may be of who also calls with it. */
    static String innocent(long others) {
        return others > 0
                ? "these may be calls of its own, or for the [%d] other requests that it received meanwhile"
                        .formatted(others)
                : "these may be calls of its own";
    }

    /** While a sandbox lives, there is time for much that nobody counts. */
    private static String doubt(KeyPath.Loss loss, boolean oneRequest) {
        if (loss.others() > 0) {
            return ", unless it called them for the [%d] other requests that it received meanwhile"
                    .formatted(loss.others());
        }
        return oneRequest
                ? ""
                : ", unless these were calls of its own or for requests that no proxy read here has counted";
    }

    /** Who has sent the key has received it, whatever stands before it. */
    private List<String> around(EnteredServices entered, KeyPath path) {
        Set<String> had = new TreeSet<>(path.received());
        had.addAll(path.senders());
        return entered.behind().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .filter(way -> Collections.disjoint(entered(Set.of(way.getKey())), had))
                .map(way -> "Whether Service [%s] received the key is not known: the request went in at [%s]"
                        .formatted(name(way.getKey()), way.getValue()))
                .toList();
    }

    private String header() {
        return plan.headers().containsKey("baggage")
                ? "baggage"
                : String.join(", ", plan.headers().keySet());
    }

    private List<String> untold(List<ServiceCalls> all) {
        List<String> sentences = new ArrayList<>();
        uncounted.forEach((service, reason) -> {
            if (all.stream().anyMatch(call -> call.service().equals(service))) {
                sentences.add("Whether Service [%s] was called with the key is not known: %s"
                        .formatted(name(service), reason));
            }
        });
        return sentences;
    }

    private List<String> unseen() {
        return unseen.entrySet().stream()
                .map(entry ->
                        "Who calls Service [%s] is not known: %s".formatted(name(entry.getKey()), entry.getValue()))
                .toList();
    }

    /** What counts for many callers may not know one of them. */
    private List<String> unnamed(List<ServiceCalls> all) {
        return all.stream()
                .filter(call -> call.caller().endsWith(UNNAMED))
                .map(call -> "Who has called Service [%s] [%d] times is not known: the metrics do not name the caller"
                        .formatted(name(call.service()), call.keyed() + call.unkeyed()))
                .toList();
    }

    /** Where each pod that calls has a proxy of its own, those that are not read may call anybody. */
    private List<String> silent(Set<String> received, CallCounts counts) {
        if (workloads.countedByOthers()) {
            return List.of();
        }
        Set<String> read = counts.read().stream().map(CallerPod::caller).collect(Collectors.toSet());
        return received.stream()
                .filter(workload -> !read.contains(workload))
                .map(workload -> "What %s calls is not known: no proxy of it is read".formatted(name(workload)))
                .toList();
    }

    /** Of a fork that of its baseline, as that is the word for it in a test. */
    private String name(String title) {
        return fork(title, plan.forks())
                .or(() -> plan.joined().stream()
                        .flatMap(
                                other -> fork(title, other.forks()).map(name -> name + " of " + other.title()).stream())
                        .findFirst())
                .orElseGet(() -> title.startsWith(plan.namespace() + "/")
                        ? title.substring(plan.namespace().length() + 1)
                        : title);
    }

    private static Optional<String> fork(String title, List<PlannedFork> forks) {
        return forks.stream()
                .filter(fork -> title.equals(fork.namespace() + "/" + fork.deployment()))
                .map(fork -> "the fork of " + fork.workload().name())
                .findFirst();
    }
}
