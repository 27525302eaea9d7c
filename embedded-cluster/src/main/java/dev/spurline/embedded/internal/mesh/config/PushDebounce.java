// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * When the control plane tells its proxies of changes: once nothing has changed for a while, but not later than a limit
 * after the first change.
 *
 * <p>Source: {@code debounce} in istiod's {@code pilot/pkg/xds/discovery.go}; the limit is the default of
 * {@code PILOT_DEBOUNCE_MAX} in {@code pilot/pkg/features/tuning.go}.
 */
final class PushDebounce {

    private static final long MAX = Duration.ofSeconds(10).toNanos();

    private final long after;
    private boolean waiting;
    private long first;
    private long last;

    /**
     * Starts without a change.
     *
     * @param after how long nothing may have changed
     */
    PushDebounce(Duration after) {
        this.after = after.toNanos();
    }

    /** Takes note of a change. */
    void changed(long now) {
        if (!waiting) {
            waiting = true;
            first = now;
        }
        last = now;
    }

    /** Returns the nanoseconds until changes are told of, 0 if it is time; empty if there is none. */
    OptionalLong next(long now) {
        if (!waiting) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(Math.max(0, Math.min(after - (now - last), MAX - (now - first))));
    }

    /** Takes note that all changes have been told of. */
    void pushed() {
        waiting = false;
    }
}
