// SPDX-License-Identifier: Apache-2.0
package dev.spurline.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The kill harness in its short form. It attaches a node itself, and so needs a cluster without nodes on this machine. */
@ExtendWith(SharedE2eCluster.Resolver.class)
class KillHarnessIT {

    @Test
    void someWritesOfTheLargestSandbox(SharedE2eCluster shared) throws Exception {
        assumeTrue(
                shared.settings().attached(),
                "the kill harness attaches a node: it runs where spurline.e2e.node=attached");
        Path kubeconfig = shared.file("admin", shared.cluster().kubeconfig());

        new ConsoleRun(
                        "kill-harness",
                        ConsoleRun.Module.RELIABILITY,
                        List.of(
                                "--select-method=dev.spurline.reliability.kill.KillTests#someWritesOfTheLargestSandbox"),
                        Map.of("reliability.kubeconfig", kubeconfig.toString()))
                .assertPasses(shared.directory());
    }
}
