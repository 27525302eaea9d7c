// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.cluster.ClusterSpec.Mesh;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Asks all routing cases of {@code src/test/resources/routing}, or those of {@code -Dspurline.routing.cases=DIR}: of the
 * embedded mesh, or of that of {@code -Dspurline.routing.kubeconfig=FILE}. The format: docs/routing-cases.md.
 */
class RoutingCasesTests {

    private static final int AT_LEAST = 680;
    private static final Mesh MESH =
            Mesh.valueOf(System.getProperty("spurline.routing.mesh", "istio").toUpperCase(Locale.ROOT));
    private static final String KUBECONFIG = System.getProperty("spurline.routing.kubeconfig", "");

    private static final String GATEWAY = System.getProperty("spurline.routing.gateway", "");

    @Test
    void allCasesPass() throws Exception {
        String folder = System.getProperty("spurline.routing.cases", "");
        ScenarioFile cases = ScenarioFile.read(folder.isEmpty() ? ownCases() : found(folder));

        RoutingJudge judge = new RoutingJudge(asked(cases), System.out).judge(target());

        if (!judge.failures().isEmpty()) {
            throw new AssertionError(judge.summary());
        }
        if (folder.isEmpty() && KUBECONFIG.isEmpty()) {
            assertThat(judge.passed()).isGreaterThanOrEqualTo(AT_LEAST);
        }
    }

    private static ScenarioFile asked(ScenarioFile cases) {
        if (KUBECONFIG.isEmpty()) {
            return cases;
        }
        ScenarioFile asked = cases.of(MESH, !GATEWAY.isEmpty());
        System.out.printf(
                "Not asked of a real mesh, being of another than %s%s: %d%n",
                MESH, GATEWAY.isEmpty() ? " or of gateways" : "", cases.size() - asked.size());
        return asked;
    }

    private static RoutingJudge.TargetFactory target() throws IOException {
        if (KUBECONFIG.isEmpty()) {
            return EmbeddedTarget::start;
        }
        String context = System.getProperty("spurline.routing.context", "");
        String image = System.getProperty("spurline.routing.image", "");
        if (context.isEmpty() || image.isEmpty()) {
            throw new AssertionError(
                    "spurline.routing.kubeconfig needs -Dspurline.routing.context, which is never taken from the file, and -Dspurline.routing.image, that of the workloads");
        }
        Config config = Config.fromKubeconfig(context, found(KUBECONFIG).toFile());
        return mesh -> ClusterTarget.start(config, image, GATEWAY, mesh);
    }

    private static Path ownCases() throws URISyntaxException {
        return Path.of(Objects.requireNonNull(RoutingCasesTests.class.getResource("/routing"))
                .toURI());
    }

    /** Maven runs the tests of a module in its folder, and is itself run in the folder above. */
    private static Path found(String folder) throws IOException {
        List<Path> places = List.of(Path.of(folder), Path.of("..").resolve(folder));
        for (Path place : places) {
            if (Files.exists(place)) {
                return place.toRealPath();
            }
        }
        throw new AssertionError(
                "There is no file and no folder [%s], as a property spurline.routing.* says: give its full path"
                        .formatted(folder));
    }
}
