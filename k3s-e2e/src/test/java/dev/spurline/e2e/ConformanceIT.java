// SPDX-License-Identifier: Apache-2.0
package dev.spurline.e2e;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The conformance suite on the cluster; what needs pods of the suite's own image runs where a node is attached. */
@ExtendWith(SharedE2eCluster.Resolver.class)
class ConformanceIT {

    @ParameterizedTest
    @ValueSource(strings = {"api", "controllers", "node"})
    void passes(String tag, SharedE2eCluster shared) throws Exception {
        Path kubeconfig = shared.file("admin", shared.cluster().kubeconfig());

        new ConsoleRun(
                        "conformance-" + tag,
                        ConsoleRun.Module.SUITES,
                        List.of("--select-package=dev.spurline.embedded.conformance", "--include-tag=" + tag),
                        Map.of(
                                "spurline.conformance.kubeconfig",
                                kubeconfig.toString(),
                                "spurline.conformance.attach",
                                String.valueOf(shared.settings().attached())))
                .assertPasses(shared.directory());
    }
}
