// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.container;

import dev.spurline.embedded.internal.node.probe.ExecCheck;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Chooses how commands are run inside a container. */
final class ExecProbe {

    private ExecProbe() {}

    static ExecCheck of(RunningContainer run) {
        if (run instanceof ProcessContainer process) {
            return process::exec;
        }
        return (command, timeout) -> CompletableFuture.completedFuture(
                Optional.of("a server in the JVM has no commands: exec %s needs a process image".formatted(command)));
    }
}
