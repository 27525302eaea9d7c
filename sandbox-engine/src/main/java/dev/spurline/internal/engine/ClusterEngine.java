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
import dev.spurline.internal.apply.RunMembership;
import dev.spurline.internal.connect.ClusterConnection;
import dev.spurline.internal.connect.ClusterConnector;
import dev.spurline.internal.corridor.OpenSandbox;
import dev.spurline.internal.corridor.SandboxHandle;
import dev.spurline.internal.corridor.SandboxOpener;
import dev.spurline.internal.corridor.SandboxPlanning;
import dev.spurline.internal.plan.SandboxLabels;
import dev.spurline.internal.plan.SandboxPlan;
import dev.spurline.internal.preflight.Preflight;
import dev.spurline.internal.report.OpeningFacts;
import dev.spurline.internal.report.OpeningRefusals;
import dev.spurline.internal.report.PreflightReport;
import dev.spurline.internal.settings.RunName;
import dev.spurline.internal.survey.Survey;
import dev.spurline.internal.work.Deadline;
import dev.spurline.internal.work.EngineThreads;
import dev.spurline.internal.work.ErrorMessage;
import dev.spurline.internal.work.FailureCollector;
import dev.spurline.internal.work.Refusals;
import dev.spurline.settings.Setting;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The engine of one JVM and cluster. */
public final class ClusterEngine implements SandboxEngine, RunSharing {

    private final Settings settings;
    private final EngineParts parts;
    private final Optional<RunOpening> ofRun;
    private final JoinedSandboxes joined;
    private final OpeningFacts facts;
    private final Set<OpenSandbox> sandboxes = ConcurrentHashMap.newKeySet();
    private final Set<RoutingKey> keys = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CompletableFuture<Boolean> over = new CompletableFuture<>();
    private final ExitHook exit;

    private ClusterEngine(ClusterSettings cluster, EngineParts parts) {
        this.settings = cluster.settings();
        this.parts = parts;
        this.ofRun = RunName.of(settings)
                .filter(any -> parts.life().anchored())
                .map(run -> new RunOpening(parts.of(run), run, this::open));
        this.joined = new JoinedSandboxes(parts);
        this.facts = new OpeningFacts(parts.connection(), settings);
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
            preflight.checkGuards();
            return planning.plan(planning.read(preflight.namespaces()));
        } catch (KubernetesClientException e) {
            throw planning.clean(
                    new SandboxException("Sandbox [%s] could not be planned: %s".formatted(key, reason(e)), e));
        } catch (SandboxException e) {
            throw planning.clean(told(key, e));
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
        if (joined.key().isPresent()) {
            return join(spec);
        }
        RoutingKey key = key(spec);
        return claimed(key, () -> open(spec, key));
    }

    private LiveSandbox join(SandboxSpec spec) {
        refuseIfClosed();
        Deadline deadline = parts.life().deadline(timeout(spec));
        try {
            return handed(joined.join(spec, namespace(spec.namespace()), deadline, sandboxes::add, sandboxes::remove));
        } catch (KubernetesClientException e) {
            throw new SandboxException(
                    "Sandbox [%s] could not be joined: %s"
                            .formatted(joined.key().orElseThrow(), reason(e)),
                    e);
        }
    }

    private LiveSandbox handed(OpenSandbox sandbox) {
        if (closed.get()) {
            sandbox.close();
            refuseIfClosed();
        }
        return SandboxHandle.of(sandbox);
    }

    private LiveSandbox claimed(RoutingKey key, Supplier<OpenSandbox> opening) {
        refuseIfClosed();
        parts.life().anchors().refuseIfLost();
        claim(key);
        try {
            return handed(opening.get());
        } catch (RuntimeException | Error e) {
            keys.remove(key);
            throw e;
        }
    }

    @Override
    public LiveSandbox openForRun(SandboxSpec spec) {
        boolean alone = joined.key().isPresent()
                // What each of the JVMs found to join would differ, and so would their plans.
                || !SandboxLabels.asked(spec, settings).isEmpty();
        Optional<RunOpening> shared = alone ? Optional.empty() : ofRun;
        Optional<RoutingKey> key = shared.flatMap(opening -> opening.key(spec, namespace(spec.namespace())))
                // One that has ended is still needed by others of this engine: who needs another has it alone.
                .filter(its -> !keys.contains(its));
        return key.isEmpty() ? open(spec) : claimed(key.get(), () -> openOrJoin(shared.orElseThrow(), spec, key.get()));
    }

    private OpenSandbox openOrJoin(RunOpening shared, SandboxSpec spec, RoutingKey key) {
        try {
            return shared.openOrJoin(
                    spec, namespace(spec.namespace()), key, parts.life().deadline(timeout(spec)));
        } catch (KubernetesClientException e) {
            throw new SandboxException("Sandbox [%s] could not be opened: %s".formatted(key, reason(e)), e);
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
            Preflight preflight = its.preflight(spec, namespace, key);
            OpeningRefusals refusals = its.refusals(spec, preflight.namespaces(), key, membership.isPresent());
            return way.apply(new SandboxOpener(
                    spec,
                    preflight,
                    planning,
                    its.assembly(),
                    deadline,
                    timeout(spec),
                    membership,
                    new OpeningListener(key, membership, (first, joins) -> refusals.all(first, planning, joins))));
        } catch (KubernetesClientException e) {
            throw planning.clean(
                    new SandboxException("Sandbox [%s] could not be opened: %s".formatted(key, reason(e)), e));
        } catch (RuntimeException e) {
            throw planning.clean(closed.get() ? late(key, e) : e);
        }
    }

    private final class OpeningListener implements SandboxOpener.Listener {

        private final RoutingKey key;
        private final Optional<RunMembership> membership;
        private final BiFunction<SandboxException, Boolean, SandboxException> refusals;

        OpeningListener(
                RoutingKey key,
                Optional<RunMembership> membership,
                BiFunction<SandboxException, Boolean, SandboxException> refusals) {
            this.key = key;
            this.membership = membership;
            this.refusals = refusals;
        }

        @Override
        public void surveyed(Survey survey) {
            parts.sweep().begin(survey);
        }

        @Override
        public void planned(Survey survey, SandboxPlan plan) {
            facts.tell(survey, plan);
        }

        @Override
        public SandboxException refused(SandboxException first, boolean joins) {
            // Who was slower than another engine of the run joins that one's sandbox.
            boolean late = !joins && membership.flatMap(RunMembership::find).isPresent();
            return closed.get() || late ? first : refusals.apply(first, joins);
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

    /** Returns an exception that tells all that was refused. */
    private static SandboxException told(RoutingKey key, SandboxException first) {
        return Refusals.together(first, "sandbox [%s]".formatted(key), Refusals.sentences(first));
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
        failures.run(parts.others()::close);
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
