// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.engine;

import dev.spurline.CleanupException;
import dev.spurline.ClusterSettings;
import dev.spurline.LiveSandbox;
import dev.spurline.Plan;
import dev.spurline.PreflightException;
import dev.spurline.RoutingKey;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxException;
import dev.spurline.SandboxSpec;
import dev.spurline.Settings;
import dev.spurline.internal.connect.Connection;
import dev.spurline.internal.connect.Connector;
import dev.spurline.internal.work.ErrorMessage;
import dev.spurline.internal.work.Failures;
import dev.spurline.internal.work.Workers;
import dev.spurline.settings.Setting;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/** The engine of one JVM and cluster. */
public final class ClusterEngine implements SandboxEngine {

    private final Settings settings;
    private final Set<String> workloads;
    private final Rooms rooms;
    private final Set<OpenSandbox> sandboxes = ConcurrentHashMap.newKeySet();
    private final Set<RoutingKey> keys = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CompletableFuture<Boolean> over = new CompletableFuture<>();
    private final ExitHook exit;

    private ClusterEngine(ClusterSettings cluster, Rooms rooms) {
        this.settings = cluster.settings();
        this.workloads = cluster.workloads();
        this.rooms = rooms;
        this.exit = ExitHook.on(rooms.id(), this::close);
    }

    /**
     * Connects.
     *
     * @param cluster which cluster
     * @param observer sees every request to the API server, for tests that count them
     */
    public static ClusterEngine connect(ClusterSettings cluster, Optional<Interceptor> observer) {
        Setting.all().forEach(setting -> setting.check(cluster.settings()));
        Connection connection = new Connector(cluster, observer).connect();
        try {
            return new ClusterEngine(cluster, Rooms.of(connection, cluster.settings()));
        } catch (RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    @Override
    public String cluster() {
        return rooms.connection().title();
    }

    @Override
    public Plan plan(SandboxSpec spec) {
        refuseIfClosed();
        String namespace = namespace(spec);
        Set<String> namespaces = rooms.guard(spec, namespace);
        Planning planning = planning(spec, key(spec));
        try {
            return planning.apply(rooms.survey().read(namespace, namespaces));
        } catch (RuntimeException e) {
            throw planning.clean(e);
        }
    }

    private Planning planning(SandboxSpec spec, RoutingKey key) {
        return new Planning(rooms, settings, spec, key, workloads);
    }

    private static RoutingKey key(SandboxSpec spec) {
        return spec.key().orElseGet(RoutingKey::random);
    }

    @Override
    public LiveSandbox open(SandboxSpec spec) {
        refuseIfClosed();
        rooms.anchors().refuseIfLost();
        RoutingKey key = key(spec);
        Planning planning = planning(spec, key);
        claim(key);
        try {
            OpenSandbox sandbox = open(spec, key, planning);
            if (closed.get()) {
                sandbox.close();
                refuseIfClosed();
            }
            return SandboxHandle.of(sandbox);
        } catch (KubernetesClientException e) {
            keys.remove(key);
            throw planning.clean(
                    new SandboxException("Sandbox [%s] could not be opened: %s".formatted(key, reason(e)), e));
        } catch (RuntimeException e) {
            keys.remove(key);
            throw planning.clean(closed.get() ? late(key, e) : e);
        } catch (Error e) {
            keys.remove(key);
            throw e;
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
        Throwable root = Failures.root(e);
        String message = ErrorMessage.of(e);
        return root == e || message.contains(String.valueOf(root.getMessage()))
                ? message
                : message + ": " + root.getMessage();
    }

    /** Two sandboxes with one key would take each other's objects for their own. */
    private void claim(RoutingKey key) {
        if (!keys.add(key)) {
            throw new SandboxException(
                    "Routing key [%s] is in use: a sandbox of this engine has it until it is closed. Leave the key out to get a new one"
                            .formatted(key));
        }
    }

    private OpenSandbox open(SandboxSpec spec, RoutingKey key, Planning planning) {
        return new Opening(rooms, settings, spec, namespace(spec), key).run(planning, sandboxes::add, sandbox -> {
            sandboxes.remove(sandbox);
            keys.remove(key);
        });
    }

    @Override
    public List<RoutingKey> sweep(String namespace, Duration age) {
        refuseIfClosed();
        rooms.guards().checkNamespace(namespace);
        Set<String> own = keys.stream().map(RoutingKey::value).collect(Collectors.toSet());
        return rooms.sweep().run(rooms.survey().read(namespace, Set.of()), age, own).stream()
                .map(RoutingKey::new)
                .toList();
    }

    private String namespace(SandboxSpec spec) {
        return spec.namespace()
                .or(() -> Setting.NAMESPACE.find(settings))
                .or(() -> rooms.connection().namespace())
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
        Failures failures = new Failures();
        failures.run(() -> rooms.workers()
                .all(List.copyOf(sandboxes).stream()
                        .<Runnable>map(sandbox -> sandbox::close)
                        .toList()));
        failures.run(rooms.views()::close);
        // In this thread, if it is interrupted, no call would get through.
        failures.run(() -> Workers.join(rooms.workers().run(rooms.anchors()::close)));
        failures.run(rooms.pages()::close);
        failures.run(() -> Workers.join(rooms.workers().run(rooms.connection()::close)));
        failures.run(rooms.workers()::close);
        refuseLeftovers(failures);
    }

    private static void refuseLeftovers(Failures failures) {
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
