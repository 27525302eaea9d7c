// SPDX-License-Identifier: Apache-2.0
package dev.spurline.framework;

import dev.spurline.LiveSandbox;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A sandbox that may outlive its engine for a time, so that a person can look at what a failed test has met. The sandboxes of
 * {@link dev.spurline.SandboxEngine} implement it.
 *
 * @since 0.1
 */
public interface KeepableSandbox {

    /**
     * Closes the sandbox for this engine, and leaves its forks in the cluster for a time, after which the cluster removes them
     * by itself. Its routes are removed, as nobody would follow those of others any more.
     *
     * @param time how long, counted from now
     * @throws dev.spurline.SandboxException if it cannot be kept; then it is closed
     * @throws dev.spurline.CleanupException if something could not be removed that was to be
     */
    Kept keep(Duration time);

    /**
     * What is there now.
     *
     * @param until when the cluster removes it, by its own clock
     * @param lines what is left, and commands by which to look at it, to reach it and to remove it before; without secrets
     */
    record Kept(Instant until, List<String> lines) {

        /** Copies the list. */
        public Kept {
            lines = List.copyOf(lines);
        }
    }

    /**
     * Returns a sandbox as one that may be kept.
     *
     * @param sandbox as a {@link dev.spurline.SandboxEngine} opened it; no other is
     */
    static Optional<KeepableSandbox> of(LiveSandbox sandbox) {
        return sandbox instanceof KeepableSandbox keepable ? Optional.of(keepable) : Optional.empty();
    }
}
