// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.cluster.ClusterSpec.Mesh;
import dev.spurline.embedded.routing.RoutingJudge;
import dev.spurline.embedded.routing.RoutingScenario;
import dev.spurline.embedded.routing.ScenarioFile;
import dev.spurline.engine.EnvoyBinary;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Asks the routing cases of staging overrides of real Envoys. Runs where an Envoy is: {@code -Dspurline.envoy=PATH}, or one on
 * the PATH.
 */
class EnvoyCasesTests {

    @TempDir
    Path directory;

    @Test
    void realEnvoysDoWhatTheCasesSay() throws Exception {
        Path binary = EnvoyBinary.find();
        List<RoutingScenario> scenarios = RoutingCaseFiles.all().stream()
                .filter(scenario -> scenario.mesh().kind() == Mesh.ENVOY)
                .toList();

        RoutingJudge judge = new RoutingJudge(new ScenarioFile(scenarios, List.of()), System.out)
                .judge(mesh -> new EnvoyTarget(binary, directory));

        assertThat(judge.failures()).isEmpty();
        assertThat(judge.passed()).isGreaterThanOrEqualTo(36);
    }
}
