// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.anchor;

import dev.spurline.Settings;
import dev.spurline.settings.Setting;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;

/**
 * How long sandboxes outlive a JVM that no longer renews their anchor.
 *
 * @param length the lease
 * @param debugged whether somebody may stand at a breakpoint, so that nothing else may time out either
 */
public record LeaseTerms(Duration length, boolean debugged) {

    static final Duration DEBUG = Duration.ofMinutes(60);

    /**
     * Reads the terms.
     *
     * @param settings the settings
     * @param jvmArguments the arguments this JVM was started with; a debugger's agent is among them
     */
    public static LeaseTerms of(Settings settings, Collection<String> jvmArguments) {
        boolean agent = jvmArguments.stream()
                .anyMatch(argument -> argument.startsWith("-agentlib:jdwp") || argument.startsWith("-Xrunjdwp"));
        if (agent || Setting.DEBUG.in(settings)) {
            return new LeaseTerms(DEBUG, true);
        }
        return new LeaseTerms(Setting.LEASE.in(settings), false);
    }

    /** Returns how often to renew. */
    public Duration heartbeat() {
        return length.dividedBy(4);
    }

    /**
     * Computes the deadline of a renewed anchor, counted from its start as Kubernetes does.
     *
     * @param start when the anchor started, by the server's clock
     * @param now the server's clock
     * @param current the deadline it has, in seconds
     * @return the deadline in seconds; never below the current one, as lowering it could end the anchor at once
     */
    long deadline(Instant start, Instant now, long current) {
        long elapsed = Math.max(0, Duration.between(start, now).plusMillis(999).toSeconds());
        return Math.max(current, elapsed + seconds());
    }

    long seconds() {
        return length.plusMillis(999).toSeconds();
    }
}
