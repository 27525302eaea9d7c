// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.anchor;

import dev.spurline.RoutingKey;
import dev.spurline.SandboxException;
import dev.spurline.internal.connect.ServerClock;
import dev.spurline.internal.watch.ViewFreshness;
import dev.spurline.internal.work.EngineThreads;
import dev.spurline.internal.work.FailureCollector;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The anchors of one engine, one a namespace; they live and die together. */
public final class EngineAnchors implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EngineAnchors.class);

    private final KubernetesClient client;
    private final ServerClock clock;
    private final LeaseTerms terms;
    private final EngineThreads workers;
    private final AnchorIdentity identity;
    private final Supplier<ViewFreshness> foreignViews;
    private final Map<String, CompletableFuture<Anchor>> anchors = new ConcurrentHashMap<>();
    private final CompletableFuture<String> lost = new CompletableFuture<>();
    private final Map<String, Integer> kept = new ConcurrentHashMap<>();
    private volatile boolean closed;
    private @Nullable Future<?> heartbeat;

    /**
     * Prepares anchors; none is made before it is needed.
     *
     * @param client reaches the cluster
     * @param clock the cluster's time
     * @param terms the lease
     * @param workers run the heartbeat
     * @param identity the engine's id, and what the settings put on all objects
     * @param foreignViews whether what the sandboxes were derived from is still known
     */
    public EngineAnchors(
            KubernetesClient client,
            ServerClock clock,
            LeaseTerms terms,
            EngineThreads workers,
            AnchorIdentity identity,
            Supplier<ViewFreshness> foreignViews) {
        this.client = client;
        this.clock = clock;
        this.terms = terms;
        this.workers = workers;
        this.identity = identity;
        this.foreignViews = foreignViews;
    }

    /**
     * Returns the owner of records in a namespace; the anchor is made with the first one.
     *
     * @param namespace the namespace
     * @param template the pod template of a fork there, of which as much is kept as policies of the namespace ask for
     * @throws dev.spurline.PreflightException if an anchor is refused
     * @throws SandboxException if this engine's anchors are lost
     */
    public OwnerReference owner(String namespace, PodTemplateSpec template) {
        refuseIfLost();
        CompletableFuture<Anchor> mine = new CompletableFuture<>();
        CompletableFuture<Anchor> there = anchors.putIfAbsent(namespace, mine);
        if (there != null) {
            return EngineThreads.join(there).owner();
        }
        try {
            refuseIfClosed();
            Anchor anchor = Anchor.create(client, clock, terms, planned(namespace, template));
            mine.complete(anchor);
            startHeartbeat();
            return anchor.owner();
        } catch (RuntimeException e) {
            anchors.remove(namespace, mine);
            mine.completeExceptionally(e);
            throw e;
        }
    }

    /**
     * Makes an anchor for one sandbox that is to outlive this engine; this engine does not renew it.
     *
     * @param key the sandbox's key
     * @param namespace the namespace
     * @param template the pod template of a fork there
     * @param time how long the sandbox is to stay: the anchor begins with no more than that
     * @throws dev.spurline.PreflightException if it is refused
     * @throws SandboxException if this engine's anchors are lost
     */
    public KeptAnchor kept(RoutingKey key, String namespace, PodTemplateSpec template, Duration time) {
        refuseIfLost();
        LeaseTerms first = time.compareTo(terms.length()) < 0 ? new LeaseTerms(time, false) : terms;
        Job wanted = AnchorJob.describeKept(identity, key, namespace, template, first.seconds());
        return new KeptAnchor(Anchor.create(client, clock, first, wanted));
    }

    /** Returns what an anchor in a namespace would be, for who asks by dry-run whether it would be let in. */
    public Job planned(String namespace, PodTemplateSpec template) {
        return AnchorJob.describe(identity, namespace, template, terms.seconds());
    }

    /**
     * Does nothing while the anchors hold.
     *
     * @throws SandboxException if they are lost: whatever they owned is removed by the cluster
     */
    public void refuseIfLost() {
        // A JVM that was suspended wakes before its clock has beaten again.
        held().forEach(anchor -> anchor.overdue().ifPresent(reason -> lose(anchor, reason)));
        if (lost.isDone()) {
            throw loss(lost.join());
        }
    }

    private void refuseIfClosed() {
        if (closed) {
            throw new SandboxException("The engine is closed: it opens no more sandboxes");
        }
    }

    private List<Anchor> held() {
        return anchors.values().stream()
                .filter(future -> future.isDone() && !future.isCompletedExceptionally())
                .map(CompletableFuture::join)
                .toList();
    }

    private static SandboxException loss(String reason) {
        return new SandboxException(
                "The sandboxes of this JVM are gone: %s. The cluster has removed them; nothing is re-created silently. Run the tests again"
                        .formatted(reason));
    }

    /**
     * Returns a task's result, unless the anchors are lost before it is there: what it waits for will not come then.
     *
     * @param task the running task
     * @return the result; fails with the task, or with a {@link SandboxException} when the anchors are lost
     */
    public <T> CompletableFuture<T> unlessLost(CompletableFuture<T> task) {
        return task.applyToEither(
                lost.thenCompose(reason -> CompletableFuture.failedFuture(loss(reason))), result -> result);
    }

    /** Returns whether an anchor still holds what it owns. */
    public static boolean holds(Job anchor) {
        return AnchorJob.ended(anchor).isEmpty();
    }

    private synchronized void startHeartbeat() {
        if (heartbeat == null && !closed) {
            heartbeat = workers.repeat(this::beat, terms.heartbeat(), terms.heartbeat());
        }
    }

    /** Asks the server at once whether the anchors hold. */
    public void look() {
        held().forEach(anchor -> answered(anchor, anchor::look).ifPresent(reason -> lose(anchor, reason)));
    }

    /** Returns whether they are lost. */
    public boolean lost() {
        return lost.isDone();
    }

    /** After a loss none is renewed any more: they live and die together. */
    private void beat() {
        ViewFreshness known = foreignViews.get();
        for (Anchor anchor : held()) {
            if (!lost.isDone()) {
                answered(anchor, () -> anchor.renew(known)).ifPresent(reason -> lose(anchor, reason));
            }
        }
    }

    /** A server that takes the request and says nothing must not stop the clock for longer than a heartbeat. */
    private Optional<String> answered(Anchor anchor, Supplier<Optional<String>> question) {
        return EngineThreads.join(workers.start(question)
                .orTimeout(terms.heartbeat().toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(anchor::unanswered));
    }

    private void lose(Anchor anchor, String reason) {
        if (lost.complete("anchor [%s] no longer holds them, %s".formatted(anchor.name(), reason))) {
            LOG.error("Anchor [{}] is lost: {}. All sandboxes of this JVM end", anchor.name(), reason);
        }
    }

    /** Has the anchor of a namespace end with its lease, not with the engine: somebody may take over what it owns. */
    public void keep(String namespace) {
        kept.merge(namespace, 1, Integer::sum);
    }

    /** Takes back one {@link #keep}. */
    public void release(String namespace) {
        kept.computeIfPresent(namespace, (any, count) -> count == 1 ? null : count - 1);
    }

    @Override
    public void close() {
        synchronized (this) {
            if (heartbeat != null) {
                heartbeat.cancel(false);
            }
        }
        closed = true;
        // One that is being made would live for a lease, and nobody renews it.
        anchors.values()
                .forEach(made -> made.handle((anchor, failure) -> anchor).join());
        FailureCollector failures = new FailureCollector();
        held().stream()
                .filter(anchor -> !kept.containsKey(anchor.namespace()))
                .forEach(anchor -> failures.run(anchor::remove));
        anchors.clear();
        failures.rethrow();
    }
}
