/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
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
