// SPDX-License-Identifier: Apache-2.0
package dev.spurline.framework;

import dev.spurline.LiveFork;
import dev.spurline.LiveSandbox;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxSpec;
import java.util.Map;

/**
 * Opens sandboxes that all JVMs of a run share that ask for the same. {@link SandboxEngine}s implement it.
 *
 * @since 0.1
 */
public interface RunSharing {

    /**
     * Opens the sandbox of a spec for the run that {@code spurline.run} names, or joins it if another JVM has opened it, or waits
     * until that one has. Without a run, or without an anchor, it is this engine's alone. Closing it leaves
     * it to the others; if nobody has it, it ends a lease later.
     *
     * @param spec what is asked for; specs with the same {@link SpecFingerprint} ask for the same
     * @throws dev.spurline.SandboxException if it can neither be opened nor joined
     */
    LiveSandbox openForRun(SandboxSpec spec);

    /**
     * Opens or joins the sandbox of a run.
     *
     * @param engine opens it; one that knows nothing of runs opens it for itself
     */
    static LiveSandbox open(SandboxEngine engine, SandboxSpec spec) {
        return engine instanceof RunSharing sharing ? sharing.openForRun(spec) : engine.open(spec);
    }

    /** A sandbox that engines of a run share. */
    interface Shared {

        /** Returns whether other engines have the sandbox or had it: then it may have served their requests, too. Asks the cluster. */
        boolean isKnownToOthers();

        /** Returns the forks of other sandboxes that its requests reach, too, and whose they are, for people. */
        default Map<LiveFork, String> joined() {
            return Map.of();
        }
    }

    /**
     * Returns the forks of other sandboxes that requests of a sandbox reach, and whose they are, for people. They serve others
     * all the time.
     *
     * @param sandbox any sandbox
     */
    static Map<LiveFork, String> joined(LiveSandbox sandbox) {
        return sandbox instanceof Shared shared ? shared.joined() : Map.of();
    }

    /**
     * Returns whether a sandbox may have served requests of other engines.
     *
     * @param sandbox any sandbox
     */
    static boolean isKnownToOthers(LiveSandbox sandbox) {
        return sandbox instanceof Shared shared && shared.isKnownToOthers();
    }
}
