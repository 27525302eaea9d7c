// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import dev.spurline.SandboxSpec;
import dev.spurline.Settings;
import dev.spurline.internal.work.Deadline;
import dev.spurline.settings.Setting;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Compares the time a sandbox has for opening with the time its forks' probes take in any case. */
final class ReadinessTime {

    private static final int DEFAULT_PERIOD = 10;
    private static final int DEFAULT_FAILURES = 3;

    private final Optional<Duration> given;

    /** Looks for a time that was given; the default gives way to probes. */
    ReadinessTime(SandboxSpec spec, Settings settings) {
        this.given = spec.timeout().or(() -> Setting.TIMEOUT.given(settings).map(found -> found.value()));
    }

    /** Returns how much longer than the default opening may take, for a pod that may take so long by its probes. */
    Duration extension(PodSpec pod) {
        return given.isPresent() ? Duration.ZERO : latest(pod);
    }

    /** Returns a sentence if a fork cannot be ready in the time that was given. */
    Optional<String> warning(Duration earliest) {
        return given.filter(limit -> limit.compareTo(earliest) <= 0)
                .map(limit ->
                        "by its probes it is ready after [%d s] at the earliest, and the sandbox is to be open %s: give it longer with timeout or spurline.timeout"
                                .formatted(earliest.toSeconds(), Deadline.within(limit)));
    }

    /** Returns how long after its start a pod is ready at the earliest, if each probe succeeds when it is first made. */
    static Duration earliest(PodSpec pod) {
        return ready(pod, ReadinessTime::delay);
    }

    /** Returns how long after its start a pod is ready at the latest, unless a startup probe has it restarted. */
    static Duration latest(PodSpec pod) {
        return ready(pod, ReadinessTime::allowance);
    }

    private static Duration ready(PodSpec pod, ToLongFunction<@Nullable Probe> startup) {
        long started = 0;
        long ready = 0;
        // Sidecars start in order, each after the startup probe of the one before; containers start after all of them.
        for (Container sidecar : sidecars(pod)) {
            long start = startup.applyAsLong(sidecar.getStartupProbe());
            ready = Math.max(ready, started + ready(sidecar, start));
            started += start;
        }
        for (Container container : pod.getContainers()) {
            ready = Math.max(ready, started + ready(container, startup.applyAsLong(container.getStartupProbe())));
        }
        return Duration.ofSeconds(ready);
    }

    private static List<Container> sidecars(PodSpec pod) {
        return pod.getInitContainers().stream()
                .filter(container -> "Always".equals(container.getRestartPolicy()))
                .toList();
    }

    /** Both delays count from the container's start: {@code doProbe} in {@code pkg/kubelet/prober/worker.go}. */
    private static long ready(Container container, long start) {
        return Math.max(start, delay(container.getReadinessProbe())) + repeats(container.getReadinessProbe());
    }

    /** How long a container may take to start: {@code failureThreshold} of {@code Probe} in {@code core/v1/types.go}. */
    private static long allowance(@Nullable Probe startup) {
        return startup == null
                ? 0
                : delay(startup)
                        + number(startup.getFailureThreshold(), DEFAULT_FAILURES)
                                * number(startup.getPeriodSeconds(), DEFAULT_PERIOD);
    }

    private static long delay(@Nullable Probe probe) {
        return number(probe == null ? null : probe.getInitialDelaySeconds(), 0);
    }

    private static long repeats(@Nullable Probe probe) {
        return probe == null
                ? 0
                : (number(probe.getSuccessThreshold(), 1) - 1) * number(probe.getPeriodSeconds(), DEFAULT_PERIOD);
    }

    private static long number(@Nullable Integer value, int fallback) {
        return value == null ? fallback : value;
    }
}
