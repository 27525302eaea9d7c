// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.engine;

import dev.spurline.CleanupException;
import dev.spurline.ClusterSettings;
import dev.spurline.Explanation;
import dev.spurline.LiveSandbox;
import dev.spurline.MeshRequest;
import dev.spurline.Plan;
import dev.spurline.PreflightException;
import dev.spurline.RoutingKey;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxException;
import dev.spurline.SandboxSpec;
import dev.spurline.Settings;
import dev.spurline.cluster.internal.failure.FailureText;
import dev.spurline.framework.RunSharing;
import dev.spurline.framework.SpecFingerprint;
import dev.spurline.internal.apply.NameTakenException;
import dev.spurline.internal.apply.NotJoinableException;
import dev.spurline.internal.apply.RunMembership;
import dev.spurline.internal.apply.RunRecord;
import dev.spurline.internal.connect.ClusterConnection;
import dev.spurline.internal.connect.ClusterConnector;
import dev.spurline.internal.corridor.OpenSandbox;
import dev.spurline.internal.corridor.SandboxHandle;
import dev.spurline.internal.corridor.SandboxOpener;
import dev.spurline.internal.corridor.SandboxPlanning;
import dev.spurline.internal.preflight.Preflight;
import dev.spurline.internal.report.PreflightReport;
import dev.spurline.internal.settings.PlanSettings;
import dev.spurline.internal.settings.RunName;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.survey.Survey;
import dev.spurline.internal.work.Deadline;
import dev.spurline.internal.work.EngineThreads;
import dev.spurline.internal.work.ErrorMessage;
import dev.spurline.internal.work.FailureCollector;
import dev.spurline.settings.Setting;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The engine of one JVM and cluster. */
public final class ClusterEngine implements SandboxEngine, RunSharing {

    /** How often it is asked how far another engine of the run is: a watch would take a right more. */
    private static final Duration LOOK = Duration.ofMillis(500);

    private final Settings settings;
    private final EngineParts parts;
    private final Optional<RunName> run;
    private final Optional<EngineParts> ofRun;
    private final Set<OpenSandbox> sandboxes = ConcurrentHashMap.newKeySet();
    private final Set<RoutingKey> keys = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CompletableFuture<Boolean> over = new CompletableFuture<>();
    private final ExitHook exit;

    private ClusterEngine(ClusterSettings cluster, EngineParts parts) {
        this.settings = cluster.settings();
        this.parts = parts;
        this.run = RunName.of(settings).filter(any -> parts.life().anchored());
        this.ofRun = run.map(parts::of);
        this.exit = ExitHook.on(parts.life().id(), this::close);
    }

    /**
     * Connects.
     *
     * @param cluster which cluster
     * @param observer sees every request to the API server, for tests that count them
     */
    public static ClusterEngine connect(ClusterSettings cluster, Optional<Interceptor> observer) {
        Setting.all().forEach(setting -> setting.check(cluster.settings()));
        ClusterConnection connection = new ClusterConnector(cluster, observer).connect();
        try {
            return new ClusterEngine(cluster, EngineParts.of(connection, cluster.settings(), cluster.workloads()));
        } catch (RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public String cluster() {
        return parts.connection().title();
    }

    @Override
    public Plan plan(SandboxSpec spec) {
        refuseIfClosed();
        String namespace = namespace(spec.namespace());
        RoutingKey key = key(spec);
        Preflight preflight = parts.preflight(spec, namespace, key);
        SandboxPlanning planning = parts.planning(spec, namespace, key);
        try {
            return planning.plan(planning.read(preflight.namespaces()));
        } catch (KubernetesClientException e) {
            throw planning.clean(
                    new SandboxException("Sandbox [%s] could not be planned: %s".formatted(key, reason(e)), e));
        } catch (RuntimeException e) {
            throw planning.clean(e);
        }
    }

    @Override
    public Explanation explain(MeshRequest request) {
        refuseIfClosed();
        return new RequestReading(parts.sources().reader(), settings)
                .explain(request, () -> namespace(Optional.empty()));
    }

    /**
     * Tells what was found of a namespace, and all that keeps sandboxes from being opened there. Writes nothing.
     *
     * @param service the Service to be forked; all of the namespace if none is named
     */
    public PreflightReport report(Optional<String> service) {
        refuseIfClosed();
        return parts.report(namespace(Optional.empty()), service);
    }

    private static RoutingKey key(SandboxSpec spec) {
        return spec.key().orElseGet(RoutingKey::random);
    }

    @Override
    public LiveSandbox open(SandboxSpec spec) {
        RoutingKey key = key(spec);
        return claimed(key, () -> open(spec, key));
    }

    private LiveSandbox claimed(RoutingKey key, Supplier<OpenSandbox> opening) {
        refuseIfClosed();
        parts.life().anchors().refuseIfLost();
        claim(key);
        try {
            OpenSandbox sandbox = opening.get();
            if (closed.get()) {
                sandbox.close();
                refuseIfClosed();
            }
            return SandboxHandle.of(sandbox);
        } catch (RuntimeException | Error e) {
            keys.remove(key);
            throw e;
        }
    }

    @Override
    public LiveSandbox openForRun(SandboxSpec spec) {
        Optional<RoutingKey> shared = run.filter(any -> spec.key().isEmpty())
                .map(name -> name.key(asked(spec)))
                // One that has ended is still needed by others of this engine: who needs another has it alone.
                .filter(its -> !keys.contains(its));
        if (shared.isEmpty()) {
            return open(spec);
        }
        RoutingKey key = shared.get();
        return claimed(key, () -> {
            try {
                return openOrJoin(spec, key);
            } catch (KubernetesClientException e) {
                throw new SandboxException("Sandbox [%s] could not be opened: %s".formatted(key, reason(e)), e);
            }
        });
    }

    /** With other settings other objects are planned, and two who follow changes would take turns at writing theirs. */
    private String asked(SandboxSpec spec) {
        return "%s/%s/%s"
                .formatted(
                        SpecFingerprint.of(spec, settings).value(),
                        namespace(spec.namespace()),
                        PlanSettings.text(settings));
    }

    private OpenSandbox openOrJoin(SandboxSpec spec, RoutingKey key) {
        EngineParts shared = ofRun.orElseThrow();
        Deadline deadline = parts.life().deadline(timeout(spec));
        AtomicReference<Optional<SandboxException>> last = new AtomicReference<>(Optional.empty());
        while (true) {
            RunMembership membership = shared.membership(namespace(spec.namespace()), key);
            Optional<RunRecord> there = membership.find();
            Optional<OpenSandbox> got = Optional.empty();
            if (there.isEmpty() || membership.isJoinable(there.get())) {
                got = openOrJoin(
                        shared, spec, key, deadline, membership, there.isPresent(), e -> last.set(Optional.of(e)));
            }
            if (got.isPresent()) {
                return got.get();
            }
            if (deadline.over()) {
                throw tooLate(spec, key, deadline, Objects.requireNonNull(last.get()));
            }
            pause();
        }
    }

    private SandboxException tooLate(
            SandboxSpec spec, RoutingKey key, Deadline deadline, Optional<SandboxException> cause) {
        SandboxException late = new SandboxException(
                "Sandbox [%s] of the run could not be joined %s: another JVM opens or removes it, by the ConfigMap with the label [%s=%s] in namespace [%s]. Give it longer with timeout, or name another spurline.run"
                        .formatted(key, deadline.within(), SpurlineLabels.SANDBOX, key, namespace(spec.namespace())));
        cause.ifPresent(late::initCause);
        return late;
    }

    /** Returns empty if another engine was faster, or what this one would have joined ends; nothing else is tried again. */
    private Optional<OpenSandbox> openOrJoin(
            EngineParts shared,
            SandboxSpec spec,
            RoutingKey key,
            Deadline deadline,
            RunMembership membership,
            boolean join,
            Consumer<SandboxException> refused) {
        try {
            return Optional.of(open(
                    shared,
                    spec,
                    key,
                    deadline,
                    Optional.of(membership),
                    join ? SandboxOpener::join : SandboxOpener::open));
        } catch (SandboxException e) {
            if (!isTaken(e, membership, join)) {
                throw e;
            }
            refused.accept(e);
            return Optional.empty();
        }
    }

    private static boolean isTaken(SandboxException e, RunMembership membership, boolean joined) {
        if (e instanceof NameTakenException || e instanceof NotJoinableException) {
            return true;
        }
        // What a guard or a missing right refuses to who joins, it refuses again.
        return !(joined && e instanceof PreflightException)
                && membership
                        .find()
                        .filter(record -> membership.isOthers(record) && !(joined && record.isLive()))
                        .isPresent();
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SandboxException("Waiting for another JVM of the run was interrupted", e);
        }
    }

    private OpenSandbox open(SandboxSpec spec, RoutingKey key) {
        return open(parts, spec, key, parts.life().deadline(timeout(spec)), Optional.empty(), SandboxOpener::open);
    }

    private Duration timeout(SandboxSpec spec) {
        return spec.timeout().orElseGet(() -> Setting.TIMEOUT.in(settings));
    }

    private OpenSandbox open(
            EngineParts its,
            SandboxSpec spec,
            RoutingKey key,
            Deadline deadline,
            Optional<RunMembership> membership,
            Function<SandboxOpener, OpenSandbox> way) {
        String namespace = namespace(spec.namespace());
        SandboxPlanning planning = its.planning(spec, namespace, key);
        try {
            return way.apply(new SandboxOpener(
                    spec,
                    its.preflight(spec, namespace, key),
                    planning,
                    its.assembly(),
                    deadline,
                    timeout(spec),
                    membership,
                    new OpeningListener(key)));
        } catch (KubernetesClientException e) {
            throw planning.clean(
                    new SandboxException("Sandbox [%s] could not be opened: %s".formatted(key, reason(e)), e));
        } catch (RuntimeException e) {
            throw planning.clean(closed.get() ? late(key, e) : e);
        }
    }

    private final class OpeningListener implements SandboxOpener.Listener {

        private final RoutingKey key;

        OpeningListener(RoutingKey key) {
            this.key = key;
        }

        @Override
        public void surveyed(Survey survey) {
            parts.sweep().begin(survey);
        }

        @Override
        public void begun(OpenSandbox sandbox) {
            sandboxes.add(sandbox);
        }

        @Override
        public void ended(OpenSandbox sandbox) {
            sandboxes.remove(sandbox);
            keys.remove(key);
        }
    }

    /** Threads and connections that are gone say so each in their own way. */
    private static RuntimeException late(RoutingKey key, RuntimeException e) {
        return e instanceof SandboxException
                ? e
                : new SandboxException(
                        "Sandbox [%s] could not be opened: its engine was closed meanwhile".formatted(key), e);
    }

    /** The client names the request; what broke it on its way is the last cause. */
    private static String reason(KubernetesClientException e) {
        Throwable root = FailureCollector.root(e);
        String message = ErrorMessage.of(e);
        // What the client makes of a refusal has the whole Status in it, of which the message says what matters.
        boolean told = root instanceof KubernetesClientException || message.contains(FailureText.of(root));
        return told ? message : message + ": " + FailureText.of(root);
    }

    /** Two sandboxes with one key would take each other's objects for their own. */
    private void claim(RoutingKey key) {
        if (!keys.add(key)) {
            throw new SandboxException(
                    "Routing key [%s] is in use: a sandbox of this engine has it until it is closed. Leave the key out to get a new one"
                            .formatted(key));
        }
    }

    @Override
    public List<RoutingKey> sweep(String namespace, Duration age) {
        refuseIfClosed();
        parts.guards().checkNamespace(namespace);
        Set<String> own = keys.stream().map(RoutingKey::value).collect(Collectors.toSet());
        return parts.sweep().run(parts.sources().reader().read(namespace, Set.of(), Map.of()), age, own).stream()
                .map(RoutingKey::new)
                .toList();
    }

    private String namespace(Optional<String> named) {
        return named.or(() -> Setting.NAMESPACE.find(settings))
                .or(() -> parts.connection().namespace())
                .orElseThrow(
                        () -> new PreflightException(
                                "No namespace is named: set it at the sandbox (@Sandbox(namespace = …)) or with spurline.namespace"));
    }

    private void refuseIfClosed() {
        if (closed.get()) {
            throw new SandboxException("The engine is closed: it opens no more sandboxes");
        }
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            // The JVM's end must not overtake a test run's.
            over.join();
            return;
        }
        try {
            end();
        } finally {
            over.complete(true);
        }
    }

    private void end() {
        exit.cancel();
        FailureCollector failures = new FailureCollector();
        failures.run(() -> parts.cluster()
                .workers()
                .all(List.copyOf(sandboxes).stream()
                        .<Runnable>map(sandbox -> sandbox::close)
                        .toList()));
        failures.run(parts.cluster().views()::close);
        ofRun.ifPresent(shared -> failures.run(shared.cluster().views()::close));
        failures.run(parts.cluster().policies()::close);
        // In this thread, if it is interrupted, no call would get through.
        failures.run(() ->
                EngineThreads.join(parts.cluster().workers().run(parts.life().anchors()::close)));
        failures.run(parts.pages()::close);
        failures.run(() -> EngineThreads.join(parts.cluster().workers().run(parts.connection()::close)));
        failures.run(parts.cluster().workers()::close);
        refuseLeftovers(failures);
    }

    private static void refuseLeftovers(FailureCollector failures) {
        if (failures.seen().isEmpty()) {
            return;
        }
        RuntimeException first = failures.seen().get(0);
        CleanupException exception = first instanceof CleanupException known
                ? known
                : new CleanupException("The engine could not be closed completely: " + ErrorMessage.of(first), first);
        failures.seen().stream().skip(1).forEach(exception::addSuppressed);
        throw exception;
    }
}
