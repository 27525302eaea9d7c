/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.spurline.internal.evidence;

import dev.spurline.EvidenceReport;
import dev.spurline.EvidenceReport.ForkEvidence;
import dev.spurline.LiveFork;
import dev.spurline.internal.plan.PlannedFork;
import dev.spurline.internal.survey.Permit;
import dev.spurline.internal.tunnel.PodPages;
import dev.spurline.internal.work.Workers;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Counts what reached the forks of one sandbox since it was handed over. */
public final class Evidence implements AutoCloseable {

    private final ProxyMetrics metrics;
    private final Map<PlannedFork, TestCounts> direct = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<Served>> before = new ConcurrentHashMap<>();

    /** Counts through a client; of the tests, those of an engine. */
    public Evidence(KubernetesClient client, Workers workers, PodPages pages, Permit permit, String engine) {
        this.metrics = new ProxyMetrics(client, workers, pages, permit, engine);
    }

    /** Takes notice of a fork's pod that may be starting still. */
    public void expect(Pod pod) {
        metrics.expect(pod);
    }

    /** Reads what a fork's pod had served before the test began; a pod that comes later had served nothing. */
    public void begin(Pod pod) {
        before.put(pod.getMetadata().getUid(), metrics.read(pod));
    }

    /**
     * Returns when it is known what was served before the test: what is read later counts the test's own first requests.
     *
     * @param limit how long to wait; what cannot be read by then is unknown
     */
    public void awaitBegun(Duration limit) {
        before.replaceAll((pod, reading) -> reading.completeOnTimeout(
                new Served.Unknown("what it had served before the test could not be read in time"),
                limit.toNanos(),
                TimeUnit.NANOSECONDS));
        Workers.joinAll(before.values());
    }

    /** Counts a request that was sent into a tunnel that ends in a fork, for a test if that is known. */
    public void direct(PlannedFork fork, OptionalInt test) {
        direct.computeIfAbsent(fork, first -> new TestCounts()).count(test);
    }

    /**
     * Reads what there is now.
     *
     * @param forks the forks
     * @param pods finds the pod that serves for a fork
     * @return the report
     */
    public EvidenceReport report(Map<PlannedFork, LiveFork> forks, Function<PlannedFork, Optional<Pod>> pods) {
        List<CompletableFuture<ForkEvidence>> reading = forks.entrySet().stream()
                .map(entry -> routed(pods.apply(entry.getKey()))
                        .thenApply(served -> evidence(entry.getKey(), entry.getValue(), served)))
                .toList();
        return new EvidenceReport(reading.stream().map(Workers::join).toList());
    }

    private CompletableFuture<Served> routed(Optional<Pod> pod) {
        if (pod.isEmpty()) {
            return CompletableFuture.completedFuture(new Served.Unknown("the fork has no ready pod any more"));
        }
        CompletableFuture<Served> start = before.getOrDefault(
                pod.get().getMetadata().getUid(), CompletableFuture.completedFuture(Served.Known.NOTHING));
        return start.thenCombine(metrics.read(pod.get()), Evidence::difference);
    }

    private static Served difference(Served before, Served now) {
        if (before instanceof Served.Known start && now instanceof Served.Known end) {
            return end.since(start);
        }
        return now instanceof Served.Unknown ? now : before;
    }

    private ForkEvidence evidence(PlannedFork fork, LiveFork live, Served served) {
        TestCounts sent = direct.getOrDefault(fork, new TestCounts());
        Map<Integer, Long> byTest = sent.byTest();
        if (served instanceof Served.Known known) {
            known.byTest().forEach((test, requests) -> byTest.merge(test, requests, Long::sum));
            return new ForkEvidence(live, sent.sum(), OptionalLong.of(known.requests()), "", byTest);
        }
        return new ForkEvidence(live, sent.sum(), OptionalLong.empty(), ((Served.Unknown) served).reason(), byTest);
    }

    @Override
    public void close() {
        metrics.close();
    }
}
