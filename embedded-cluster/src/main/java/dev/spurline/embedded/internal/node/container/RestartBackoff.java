// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.container;

import dev.spurline.embedded.internal.client.Backoff;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The kubelet's back-off: 10 s, doubled each time up to 5 min, forgotten after 10 min of peace;
 * kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#restart-policy.
 *
 * <p>Source: {@code pkg/kubelet/kubelet.go} (MaxCrashLoopBackOff).
 */
final class RestartBackoff {

    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(10), Duration.ofMinutes(5));

    private int attempts;
    private @Nullable Instant updated;

    /** Returns the present delay. */
    Duration delay() {
        return BACKOFF.after(attempts);
    }

    /** Returns the present delay as the kubelet writes it, such as {@code 1m20s}. */
    String text() {
        long minutes = delay().toMinutes();
        return (minutes > 0 ? minutes + "m" : "") + delay().toSecondsPart() + "s";
    }

    /** Returns until when to wait after something that happened at a time; the past: not at all. */
    Instant until(Instant event) {
        return forgotten(event) ? event : event.plus(delay());
    }

    /** Notes one more attempt. */
    void next(Instant event, Instant now) {
        attempts = forgotten(event) ? 1 : attempts + 1;
        updated = now;
    }

    private boolean forgotten(Instant event) {
        Instant last = updated;
        return last == null
                || Duration.between(last, event).compareTo(BACKOFF.longest().multipliedBy(2)) > 0;
    }
}
