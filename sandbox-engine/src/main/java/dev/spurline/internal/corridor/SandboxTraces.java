// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.corridor;

import dev.spurline.KeyTrace;
import dev.spurline.RoutingKey;
import dev.spurline.SandboxException;
import dev.spurline.internal.entry.EntryPoints;
import dev.spurline.internal.trace.KeyTracer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How far the key of a sandbox gets, as far as somebody may find that out. */
final class SandboxTraces {

    private final RoutingKey key;
    private final EntryPoints entries;
    private volatile @Nullable KeyTracer tracer;
    private volatile String untraceable = "who joins a sandbox makes none. Trace it where the sandbox was opened";

    SandboxTraces(RoutingKey key, EntryPoints entries) {
        this.key = key;
        this.entries = entries;
    }

    /** Takes what traces requests, which is made of what follows the sandbox. */
    void by(KeyTracer made) {
        tracer = made;
    }

    /** Has every trace refused, with what is wrong with routes for it, and what to do. */
    void refuse(String reason) {
        untraceable = reason;
    }

    /** Begins to count how far the key gets, if that can be known and is to be without being asked for. */
    void begin() {
        Optional.ofNullable(tracer).ifPresent(KeyTracer::begin);
    }

    /**
     * Returns what traces requests.
     *
     * @throws SandboxException if nothing may
     */
    KeyTracer tracer() {
        KeyTracer tracing = tracer;
        if (tracing == null) {
            throw new SandboxException(
                    "No request of sandbox [%s] can be traced here: that takes routes for a while, and %s"
                            .formatted(key, untraceable));
        }
        return tracing;
    }

    /** Says which service lost the key, if that is known. What is not known is no hint: what to check is said anyway. */
    List<String> lostKey() {
        return Optional.ofNullable(tracer)
                .flatMap(tracing -> tracing.soFar(entries.entered()))
                .filter(trace -> !trace.lost().isEmpty())
                .map(KeyTrace::message)
                .stream()
                .toList();
    }
}
