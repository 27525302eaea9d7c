// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.routing;

import dev.spurline.ForkSpec;
import dev.spurline.LiveSandbox;
import dev.spurline.SandboxException;
import dev.spurline.SandboxSpec;
import dev.spurline.embedded.routing.CaseVerdict;
import dev.spurline.embedded.routing.RoutingCase;
import dev.spurline.embedded.routing.RoutingCase.Expectation;
import dev.spurline.embedded.routing.RoutingCase.RoutingRequest;
import dev.spurline.embedded.routing.RoutingScenario;
import dev.spurline.embedded.routing.RoutingScenario.WorkloadFacts;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The cases of one scenario, asked before, while and after there are sandboxes. */
final class CaseSandboxes {

    private static final Logger LOG = LoggerFactory.getLogger(CaseSandboxes.class);
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration LOOK = Duration.ofMillis(20);

    /** How many times a fork is asked for before the plan may say that it is not to be reached. */
    private static final int LOOKS = 25;

    private static final int TIMES = 3;

    /** How a plan says that requests with the key are answered as without it. */
    private static final Pattern WARNINGS = Pattern.compile(
            "do not reach the fork, key or not|go to the baseline, key or not|reach(es)? the baseline|whatever key");

    /** A rule of the Gateway API that redirects names no backend, so that a copy of it cannot name the fork. */
    private static final Set<String> WITHOUT_BACKEND =
            Set.of("linkerd: a redirect to where the request was sent does nothing");

    private static final int TIMES_OF_SEVERAL = 20;
    private static final int BAD_REQUEST = 400;
    private static final int UNAVAILABLE = 503;

    private final CaseCluster cluster;
    private final RoutingScenario scenario;
    private final Map<RoutingCase, Set<CaseAnswer>> before = new LinkedHashMap<>();
    private final List<String> differences = new ArrayList<>();
    private final List<SandboxOutcome> outcomes = new ArrayList<>();
    private int byForks;
    private int others;

    CaseSandboxes(CaseCluster cluster, RoutingScenario scenario) {
        this.cluster = cluster;
        this.scenario = scenario;
    }

    /** Makes the objects; returns why admission of a real cluster would not let them in, if it would not. */
    Optional<String> make() {
        try {
            cluster.enter(scenario);
            return Optional.empty();
        } catch (IllegalStateException e) {
            if (e.getCause() instanceof KubernetesClientException refused && refused.getCode() == BAD_REQUEST) {
                return Optional.of(String.valueOf(e.getMessage()));
            }
            throw e;
        }
    }

    /** Waits until each case is answered as it has to be, and keeps the answers. */
    void begin() {
        scenario.cases()
                .forEach(each -> Awaitility.await(each.name())
                        .atMost(LONG)
                        .pollDelay(Duration.ZERO)
                        .pollInterval(LOOK)
                        .ignoreExceptions()
                        .until(() -> CaseVerdict.of(each.expected(), cluster.ask(each))
                                .passed()));
        scenario.cases().forEach(each -> {
            Set<CaseAnswer> answers = new LinkedHashSet<>();
            int times = each.expected().workloads().size() > 1 ? TIMES_OF_SEVERAL : TIMES;
            for (int i = 0; i < times; i++) {
                answers.add(ask(each));
            }
            before.put(each, answers);
        });
    }

    /** Gives the owners' VirtualServices slots, which nobody notices; returns whether there are any. */
    boolean addSlots() {
        end();
        boolean added = cluster.addSlots(scenario);
        if (added) {
            try (CaseLoad load = CaseLoad.on(this, scenario.cases(), scenario.place() + ", with slots")) {
                load.await(scenario.cases().size());
                differences.addAll(load.differences());
            }
        }
        return added;
    }

    /** Returns who is asked or answers, as {@code namespace/name}. */
    Set<String> forks() {
        Set<String> forks = new LinkedHashSet<>();
        before.values()
                .forEach(answers -> answers.forEach(answer -> answer.workload().ifPresent(forks::add)));
        scenario.cases().forEach(each -> forks.addAll(cluster.called(scenario, each)));
        return forks;
    }

    /** Opens a sandbox and closes it, and asks all the time. */
    void run(String routing, String forked) {
        end();
        WorkloadFacts workload = scenario.workload(forked);
        SandboxSpec spec = SandboxSpec.builder()
                .namespace(home(forked))
                .fork(ForkSpec.of(workload.name())
                        .namespace(workload.namespace())
                        .env(CaseCluster.FORKED, "true"))
                .timeout(LONG)
                .owner("routing-cases")
                .build();
        String title = "%s [%s] %s, %s".formatted(scenario.place(), scenario.name(), forked, routing);
        try (CaseLoad load = CaseLoad.on(this, scenario.cases(), title)) {
            try (LiveSandbox sandbox = cluster.engine(routing).open(spec)) {
                outcomes.add(SandboxOutcome.opened(title, cluster.routes()));
                load.await(scenario.cases().size());
                scenario.cases().stream()
                        .filter(each -> !hasKey(each))
                        .forEach(each -> askKeyed(
                                each,
                                sandbox,
                                forked,
                                title,
                                () -> cluster.engine(routing).plan(spec).prose()));
            } catch (SandboxException refused) {
                refuse(SandboxOutcome.refused(title, routing, refused));
            }
            load.await(scenario.cases().size());
            differences.addAll(load.differences());
        }
        LOG.info("{}", outcomes.get(outcomes.size() - 1));
    }

    /** A request with two keys is nobody's. */
    private static boolean hasKey(RoutingCase each) {
        Map<String, List<String>> headers = each.request().headers();
        return headers.containsKey("x-spurline-key")
                || headers.getOrDefault("baggage", List.of()).stream()
                        .anyMatch(line -> line.contains("spurline=") || line.contains("spurline-fork"));
    }

    private void refuse(SandboxOutcome outcome) {
        outcomes.add(outcome);
        List<String> written = cluster.ours();
        if (outcome.unknown() || !written.isEmpty()) {
            differences.add("%s; there is %s".formatted(outcome, written));
        }
    }

    /** Returns the namespace of the Service by which callers reach a workload: a sandbox routes what it has read. */
    private String home(String forked) {
        return before.entrySet().stream()
                .filter(asked -> asked.getValue().stream()
                        .anyMatch(answer -> answer.workload().equals(Optional.of(forked))))
                .flatMap(asked -> cluster.service(scenario, asked.getKey()).stream())
                .map(service -> service.at("/metadata/namespace").asText())
                .findFirst()
                .orElse(scenario.workload(forked).namespace());
    }

    private Set<CaseAnswer> answersBefore(RoutingCase each) {
        return Objects.requireNonNull(before.get(each), each::place);
    }

    private CaseAnswer ask(RoutingCase each) {
        try {
            return CaseAnswer.of(cluster.ask(each));
        } catch (Exception e) {
            throw new IllegalStateException(each.place() + " cannot be asked", e);
        }
    }

    /** Returns what is not as before when a case is asked without a key; empty if all is. */
    Optional<String> difference(RoutingCase each) throws Exception {
        var answer = cluster.ask(each);
        CaseAnswer now = CaseAnswer.of(answer);
        Set<CaseAnswer> known = answersBefore(each);
        boolean same = known.stream().anyMatch(one -> one.withoutRule().equals(now.withoutRule()))
                || (known.size() > 1 && CaseVerdict.of(each.expected(), answer).passed());
        return same
                ? Optional.empty()
                : Optional.of("%s [%s] without key: %s, before %s".formatted(each.place(), each.name(), now, known));
    }

    /**
     * Asks with the key.
     *
     * @param plan tells what requests with the key do not reach
     */
    private void askKeyed(RoutingCase each, LiveSandbox sandbox, String forked, String title, Supplier<String> plan) {
        RoutingCase keyed = keyed(each, sandbox.headers());
        Set<String> beside = WITHOUT_BACKEND.contains(each.name()) ? Set.of() : cluster.beside(scenario, forked);
        Set<CaseAnswer> right = right(answersBefore(each), beside, forked);
        if (cluster.called(scenario, each).contains(forked) && keyedAnswersMore(answersBefore(each))) {
            return;
        }
        AtomicReference<CaseAnswer> last = new AtomicReference<>();
        BooleanSupplier answered = () -> {
            last.set(ask(keyed).withoutRule());
            return right.contains(last.get());
        };
        AtomicInteger looks = new AtomicInteger();
        comes(() -> answered.getAsBoolean() || looks.incrementAndGet() > LOOKS);
        if (right.contains(last.get())) {
            count(Objects.requireNonNull(last.get()));
            return;
        }
        boolean told = told(each, plan.get());
        BooleanSupplier asBefore = () -> told
                && answersBefore(each).stream()
                        .anyMatch(answer -> answer.withoutRule().equals(last.get()));
        if (comes(() -> answered.getAsBoolean() || asBefore.getAsBoolean())) {
            count(Objects.requireNonNull(last.get()));
        } else {
            differences.add("%s: %s [%s] with key: %s, right %s%n%s"
                    .formatted(title, each.place(), each.name(), last, right, table(each)));
        }
    }

    /** Returns whether a plan says that the caller, or requests to the Service, do not reach a fork. */
    private boolean told(RoutingCase each, String plan) {
        String subject = subject(each);
        return plan.lines()
                .anyMatch(
                        line -> line.contains(subject) && WARNINGS.matcher(line).find());
    }

    private String subject(RoutingCase each) {
        if (each.from().equals(RoutingCase.GATEWAY)) {
            return "gateway";
        }
        WorkloadFacts caller = scenario.workload(each.from());
        return caller.sidecar()
                ? cluster.service(scenario, each)
                        .map(service -> service.at("/metadata/name").asText())
                        .orElse(each.request().host())
                : caller.name();
    }

    /** The proxies that are asked here learn of routes by a watch of their own. */
    private static boolean comes(BooleanSupplier condition) {
        try {
            Awaitility.await()
                    .atMost(LONG)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(LOOK)
                    .until(condition::getAsBoolean);
            return true;
        } catch (ConditionTimeoutException late) {
            return false;
        }
    }

    /** Subsets are labels of the baseline's pods: where none of those has them, there is a fork all the same. */
    private static boolean keyedAnswersMore(Set<CaseAnswer> before) {
        return before.stream()
                .allMatch(answer -> answer.status() == UNAVAILABLE
                        && answer.workload().isEmpty()
                        && !answer.body().contains("fault"));
    }

    private List<String> table(RoutingCase each) {
        try {
            return cluster.table(each);
        } catch (Exception e) {
            return List.of(e.toString());
        }
    }

    /** Of several workloads among which a rule divides requests, the forked one gets all that have the key. */
    private static Set<CaseAnswer> right(Set<CaseAnswer> before, Set<String> beside, String forked) {
        Set<CaseAnswer> byFork = new LinkedHashSet<>();
        Set<CaseAnswer> all = new LinkedHashSet<>();
        for (CaseAnswer answer : before) {
            CaseAnswer now = answer.withFork(beside, forked).withoutRule();
            all.add(now);
            if (!now.workload().equals(answer.workload())) {
                byFork.add(now);
            }
        }
        return byFork.isEmpty() ? all : byFork;
    }

    /** Copies of requests with the key are not sent on. */
    private static RoutingCase keyed(RoutingCase each, Map<String, String> key) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        each.request().headers().forEach((name, lines) -> headers.put(name, lines));
        key.forEach((name, value) -> {
            List<String> lines = new ArrayList<>(headers.getOrDefault(name, List.of()));
            if (lines.isEmpty()) {
                lines.add(value);
            } else {
                lines.set(0, lines.get(0) + "," + value);
            }
            headers.put(name, lines);
        });
        RoutingRequest request = each.request();
        Expectation expected = each.expected();
        return new RoutingCase(
                each.place(),
                each.name(),
                each.from(),
                new RoutingRequest(request.method(), request.host(), request.port(), request.path(), headers),
                new Expectation(
                        expected.workloads(),
                        expected.status(),
                        expected.rule(),
                        expected.location(),
                        expected.body(),
                        expected.headers(),
                        expected.received(),
                        List.of()),
                each.source());
    }

    private void count(CaseAnswer answer) {
        if (answer.workload().filter(CaseAnswer::isFork).isPresent()) {
            byForks++;
        } else {
            others++;
        }
    }

    /** Returns how many requests with the key were answered by forks. */
    int byForks() {
        return byForks;
    }

    /** Returns how many were answered as without it, as no fork is concerned, or as the plan says. */
    int others() {
        return others;
    }

    List<String> differences() {
        return differences;
    }

    List<SandboxOutcome> outcomes() {
        return outcomes;
    }

    /** Waits until nothing of the sandboxes is left. */
    void end() {
        if (!comes(() -> cluster.ours().isEmpty())) {
            differences.add(scenario.place() + ": left are " + cluster.ours());
        }
    }
}
