// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.container;

import dev.spurline.embedded.internal.node.machine.HealthCheck;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LifecycleHandler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs the postStart and preStop hooks of one run of a container.
 *
 * <p>Source: kubernetes.io/docs/concepts/containers/container-lifecycle-hooks.
 */
final class LifecycleHook {

    private final PodScope scope;
    private final Container spec;
    private final RunningContainer running;

    LifecycleHook(PodScope scope, Container spec, RunningContainer running) {
        this.scope = scope;
        this.spec = spec;
        this.running = running;
    }

    /**
     * Runs a hook; none is done at once.
     *
     * @return what is wrong; empty: nothing
     */
    CompletableFuture<Optional<String>> run(@Nullable LifecycleHandler hook, Duration limit) {
        if (hook == null) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        if (hook.getExec() != null) {
            return ExecProbe.of(running).run(hook.getExec().getCommand(), limit);
        }
        if (hook.getHttpGet() != null) {
            return scope.node()
                    .checks()
                    .reach(hook.getHttpGet(), target(hook.getHttpGet().getPort()), limit);
        }
        long seconds = hook.getSleep() == null ? 0 : Math.min(hook.getSleep().getSeconds(), limit.toSeconds());
        return new CompletableFuture<Optional<String>>().completeOnTimeout(Optional.empty(), seconds, TimeUnit.SECONDS);
    }

    /** The pod does not know the ports of a container yet that is just starting. */
    private HealthCheck.ProbeTarget target(IntOrString port) {
        int number = ContainerProbes.number(spec, port);
        Optional<Integer> own = Optional.ofNullable(running.ports().get(number));
        return new HealthCheck.ProbeTarget(scope.ip(), number, own.or(() -> scope.localPort(number)));
    }
}
