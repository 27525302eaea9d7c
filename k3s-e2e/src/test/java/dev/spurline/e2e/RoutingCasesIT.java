// SPDX-License-Identifier: Apache-2.0
package dev.spurline.e2e;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The routing cases, asked of the cluster's mesh. */
@ExtendWith(SharedE2eCluster.Resolver.class)
class RoutingCasesIT {

    @Test
    void allCasesOfTheMeshPass(SharedE2eCluster shared) throws Exception {
        E2eMesh mesh = shared.settings().mesh();
        assumeTrue(
                mesh == E2eMesh.ISTIO || mesh == E2eMesh.LINKERD,
                "routing cases are of Istio with sidecars and of Linkerd");
        Path kubeconfig = shared.file("admin", shared.cluster().kubeconfig());

        new ConsoleRun(
                        "routing-cases",
                        ConsoleRun.Module.SUITES,
                        List.of("--select-class=dev.spurline.embedded.routing.RoutingCasesTests"),
                        Map.of(
                                "spurline.routing.mesh", mesh.name().toLowerCase(Locale.ROOT),
                                "spurline.routing.cases", cases().toString(),
                                "spurline.routing.kubeconfig", kubeconfig.toString(),
                                "spurline.routing.context", context(shared),
                                "spurline.routing.image", shared.settings().routingImage()))
                .assertPasses(shared.directory());
    }

    private static Path cases() {
        return Path.of(System.getProperty("basedir", ""))
                .toAbsolutePath()
                .resolveSibling("embedded-cluster/src/test/resources/routing");
    }

    /** K3s calls its own the default one. */
    private static String context(SharedE2eCluster shared) {
        return shared.settings().kubeconfig().isPresent() ? shared.settings().context() : "default";
    }
}
