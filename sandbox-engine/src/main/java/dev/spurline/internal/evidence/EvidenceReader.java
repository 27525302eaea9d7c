// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.evidence;

import dev.spurline.EvidenceReport;
import dev.spurline.EvidenceReport.ForkEvidence;
import dev.spurline.LiveFork;
import dev.spurline.internal.plan.ForkService;
import dev.spurline.internal.plan.PlannedFork;
import dev.spurline.internal.work.Deadline;
import dev.spurline.internal.work.EngineThreads;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Counts what reached the forks of one sandbox since it was handed over. */
public final class EvidenceReader implements AutoCloseable {

    /** Linkerd forgets what has been idle for ten minutes, so that a long class would lose what it had reached. */
    private static final Duration PAUSE = Duration.ofMinutes(2);

    private final RequestCounter metrics;
    private final EngineThreads workers;
    private final String engine;
    private final Duration pause;
    private final Map<PlannedFork, TestCounts> direct = new ConcurrentHashMap<>();
    private final Map<String, ForkPod> pods = new ConcurrentHashMap<>();
    private final Map<String, List<ForkService>> services = new ConcurrentHashMap<>();
    private final Map<ForkPod, CompletableFuture<ProxyReading>> before = new ConcurrentHashMap<>();
    private volatile Future<?> watching = CompletableFuture.completedFuture(true);

    /**
     * Prepares to count.
     *
     * @param metrics counts what others than the tests have sent
     * @param engine whose tests are told apart
     */
    public EvidenceReader(RequestCounter metrics, EngineThreads workers, String engine) {
        this(metrics, workers, engine, PAUSE);
    }

    EvidenceReader(RequestCounter metrics, EngineThreads workers, String engine, Duration pause) {
        this.metrics = metrics;
        this.workers = workers;
        this.engine = engine;
        this.pause = pause;
    }

    /** Takes notice of a fork's pod that may be starting still. */
    public void expect(Pod pod) {
        metrics.expect(pod);
    }

    /** Takes notice that the forks have these Services now: by their ports requests are counted. */
    public void follow(Collection<PlannedFork> forks) {
        forks.forEach(fork -> services.put(name(fork), fork.services()));
    }

    private static String name(PlannedFork fork) {
        return fork.namespace() + "/" + fork.deployment();
    }

    /** Reads what a fork's pod had served before the test began; a pod that comes later had served nothing. */
    public void begin(PlannedFork fork, Pod pod) {
        ForkPod counted = of(fork, pod);
        before.put(counted, metrics.readMetrics(fork, pod, counted.ports()));
    }

    /**
     * Returns when it is known what was served before the test: what is read later counts the test's own first requests.
     *
     * @param limit how long to wait; what cannot be read by then is taken for nothing, as nobody had the key
     */
    public void awaitBegun(Duration limit) {
        ProxyReading late = ProxyReading.unreadable("it was not read " + Deadline.within(limit));
        before.replaceAll((pod, reading) -> reading.completeOnTimeout(late, limit.toNanos(), TimeUnit.NANOSECONDS));
        before.forEach((pod, reading) -> pod.tally.begin(EngineThreads.join(reading)));
        before.clear();
    }

    /** Reads now and then from now on: what a proxy forgets is known all the same. */
    public void watch(Collection<PlannedFork> forks, Function<PlannedFork, Optional<Pod>> ready) {
        watching = workers.repeat(() -> forks.forEach(fork -> look(fork, ready)), pause, pause);
    }

    private void look(PlannedFork fork, Function<PlannedFork, Optional<Pod>> ready) {
        var unused =
                workers.start(() -> ready.apply(fork).map(pod -> of(fork, pod).read()));
    }

    /** Counts a request that was sent into a tunnel that ends in a fork, for a test if that is known. */
    public void countDirect(PlannedFork fork, OptionalInt test) {
        direct.computeIfAbsent(fork, first -> new TestCounts()).count(test);
    }

    /**
     * Reads what there is now.
     *
     * @param forks the forks
     * @param ready finds the pod that serves for a fork
     * @return the report
     */
    public EvidenceReport report(Map<PlannedFork, LiveFork> forks, Function<PlannedFork, Optional<Pod>> ready) {
        List<CompletableFuture<ForkEvidence>> reading = forks.entrySet().stream()
                .map(entry -> routed(entry.getKey(), ready.apply(entry.getKey()))
                        .thenApply(served -> evidence(entry.getKey(), entry.getValue(), served)))
                .toList();
        return new EvidenceReport(reading.stream().map(EngineThreads::join).toList());
    }

    private CompletableFuture<ServedRequests> routed(PlannedFork fork, Optional<Pod> ready) {
        if (ready.isEmpty()) {
            return CompletableFuture.completedFuture(
                    withEarlier(fork, "", new ServedRequests.Unknown("the fork has no ready pod any more")));
        }
        Pod pod = ready.get();
        return of(fork, pod)
                .read()
                .thenApply(served -> withEarlier(fork, pod.getMetadata().getUid(), served));
    }

    /** What other pods of the fork have served counts, too; that they served nothing is known only as of the last look. */
    private ServedRequests withEarlier(PlannedFork fork, String uid, ServedRequests now) {
        List<ForkPod> earlier = pods.entrySet().stream()
                .filter(pod -> !pod.getKey().equals(uid) && pod.getValue().fork.equals(fork))
                .map(Map.Entry::getValue)
                .toList();
        ServedRequests.Known sum = earlier.stream()
                .map(pod -> pod.tally.served())
                .filter(ServedRequests.Known.class::isInstance)
                .map(ServedRequests.Known.class::cast)
                .reduce(
                        now instanceof ServedRequests.Known known ? known : ServedRequests.Known.NOTHING,
                        ServedRequests.Known::plus);
        if (sum.requests() > 0 || earlier.isEmpty() || now instanceof ServedRequests.Unknown) {
            return sum.requests() > 0 ? sum : now;
        }
        return new ServedRequests.Unknown("pod [%s] is no more, and what it served at last is not known"
                .formatted(earlier.get(0).pod.getMetadata().getName()));
    }

    private ForkPod of(PlannedFork fork, Pod pod) {
        return pods.computeIfAbsent(pod.getMetadata().getUid(), uid -> new ForkPod(fork, pod));
    }

    private ForkEvidence evidence(PlannedFork fork, LiveFork live, ServedRequests served) {
        TestCounts sent = direct.getOrDefault(fork, new TestCounts());
        Map<Integer, Long> byTest = sent.byTest();
        if (served instanceof ServedRequests.Known known) {
            known.byTest().forEach((test, requests) -> byTest.merge(test, requests, Long::sum));
            return new ForkEvidence(live, sent.sum(), OptionalLong.of(known.requests()), "", byTest);
        }
        return new ForkEvidence(
                live, sent.sum(), OptionalLong.empty(), ((ServedRequests.Unknown) served).reason(), byTest);
    }

    @Override
    public void close() {
        watching.cancel(false);
        metrics.close();
    }

    /** A pod of a fork, and what it has served; it is read once at a time, as an older page must not follow a newer one. */
    private final class ForkPod {

        private final PlannedFork fork;
        private final Pod pod;
        private final PodTally tally = new PodTally(engine);
        private CompletableFuture<ServedRequests> last =
                CompletableFuture.completedFuture(ServedRequests.Known.NOTHING);

        ForkPod(PlannedFork fork, Pod pod) {
            this.fork = fork;
            this.pod = pod;
        }

        ServedPorts ports() {
            return ServedPorts.of(services.getOrDefault(name(fork), fork.services()), pod);
        }

        synchronized CompletableFuture<ServedRequests> read() {
            last = last.handle((served, failure) -> true)
                    .thenCompose(free -> metrics.read(fork, pod, ports()))
                    .thenApply(this::count);
            return last;
        }

        private ServedRequests count(ProxyReading reading) {
            tally.add(reading);
            return tally.served() instanceof ServedRequests.Unknown unknown
                    ? new ServedRequests.Unknown("pod [%s] does not tell: %s"
                            .formatted(pod.getMetadata().getName(), unknown.reason()))
                    : tally.served();
        }
    }
}
