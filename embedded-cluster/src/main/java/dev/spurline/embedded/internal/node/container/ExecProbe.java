// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.container;

import dev.spurline.embedded.internal.node.probe.ExecCheck;

/** Chooses how commands are run inside a container. */
final class ExecProbe {

    private ExecProbe() {}

    static ExecCheck of(RunningContainer run) {
        if (run instanceof ProcessContainer process) {
            return process::exec;
        }
        return ((ServerContainer) run)::exec;
    }
}
