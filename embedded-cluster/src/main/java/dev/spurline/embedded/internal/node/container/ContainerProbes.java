// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.container;

import dev.spurline.embedded.internal.node.machine.HealthCheck;
import dev.spurline.embedded.internal.node.machine.HealthCheck.NoHttp2Exception;
import dev.spurline.embedded.internal.node.probe.ExecCheck;
import dev.spurline.embedded.internal.node.probe.ProbeKind;
import dev.spurline.embedded.internal.node.probe.ProbeLoop;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.GRPCAction;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Probe;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The probes of one run of a container: the startup probe first, then readiness and liveness.
 *
 * <p>Source: kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#container-probes.
 */
final class ContainerProbes {

    private final PodScope scope;
    private final Container spec;
    private final ProbeLoop.ProbeListener listener;
    private final RunningContainer run;
    private final ExecCheck exec;
    private final Map<ProbeKind, ProbeLoop> loops = new EnumMap<>(ProbeKind.class);

    ContainerProbes(PodScope scope, Container spec, RunningContainer run, ProbeLoop.ProbeListener listener) {
        this.scope = scope;
        this.spec = spec;
        this.run = run;
        this.exec = ExecProbe.of(run);
        this.listener = listener;
    }

    void start() {
        if (spec.getStartupProbe() == null) {
            startOthers();
        } else {
            start(ProbeKind.STARTUP, spec.getStartupProbe());
        }
    }

    /** Goes on after the startup probe has passed. */
    void startOthers() {
        stop();
        if (spec.getReadinessProbe() != null) {
            start(ProbeKind.READINESS, spec.getReadinessProbe());
        }
        if (spec.getLivenessProbe() != null) {
            start(ProbeKind.LIVENESS, spec.getLivenessProbe());
        }
    }

    void stop() {
        loops.values().forEach(ProbeLoop::stop);
        loops.clear();
    }

    /** A container that is to end may become unready still, but need not live. */
    void stopLivenessAndStartup() {
        loops.forEach((kind, loop) -> {
            if (kind != ProbeKind.READINESS) {
                loop.stop();
            }
        });
    }

    private void start(ProbeKind kind, Probe probe) {
        ProbeLoop loop = new ProbeLoop(
                kind, probe, () -> check(probe), listener, scope.node().timer());
        loops.put(kind, loop);
        loop.start();
    }

    private CompletableFuture<Optional<String>> check(Probe probe) {
        if (probe.getExec() != null) {
            return exec.run(probe.getExec().getCommand(), ProbeLoop.timeout(probe));
        }
        HealthCheck checks = scope.node().checks();
        if (probe.getHttpGet() != null) {
            HealthCheck.ProbeTarget target = target(probe.getHttpGet().getPort());
            scope.probed(target.port());
            return checks.http(probe.getHttpGet(), target, ProbeLoop.timeout(probe));
        }
        if (probe.getTcpSocket() != null) {
            return checks.tcp(target(probe.getTcpSocket().getPort()), ProbeLoop.timeout(probe));
        }
        if (probe.getGrpc() != null) {
            return grpc(probe.getGrpc(), ProbeLoop.timeout(probe));
        }
        return CompletableFuture.completedFuture(Optional.of("missing probe handler"));
    }

    /** A server in this JVM that stands for one of gRPC, but speaks HTTP/1.1, is well if it accepts connections. */
    private CompletableFuture<Optional<String>> grpc(GRPCAction action, Duration timeout) {
        HealthCheck checks = scope.node().checks();
        HealthCheck.ProbeTarget target = target(new IntOrString(action.getPort()));
        String service = Optional.ofNullable(action.getService()).orElse("");
        return checks.grpc(service, target, timeout).exceptionallyCompose(failure -> {
            boolean other = failure instanceof NoHttp2Exception || failure.getCause() instanceof NoHttp2Exception;
            return other && run instanceof ServerContainer
                    ? checks.tcp(target, timeout)
                    : CompletableFuture.failedFuture(failure);
        });
    }

    private HealthCheck.ProbeTarget target(IntOrString port) {
        int number = number(spec, port);
        return new HealthCheck.ProbeTarget(scope.ip(), number, scope.localPort(number));
    }

    /** Returns the number of a port that may be named. */
    static int number(Container spec, IntOrString port) {
        return port.getIntVal() != null ? port.getIntVal() : named(spec, port.getStrVal());
    }

    private static int named(Container spec, String name) {
        return spec.getPorts().stream()
                .filter(port -> name.equals(port.getName()))
                .map(ContainerPort::getContainerPort)
                .findFirst()
                .orElseGet(() -> name.matches("\\d{1,5}") ? Integer.parseInt(name) : 0);
    }
}
