// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Asks all routing cases of {@code src/test/resources/routing}, or those of {@code -Dspurline.routing.cases=DIR}: of the
 * embedded mesh, or of that of {@code -Dspurline.routing.kubeconfig=FILE}. The format: docs/routing-cases.md.
 */
class RoutingCasesTests {

    private static final int AT_LEAST = 400;

    @Test
    void allCasesPass() throws Exception {
        String folder = System.getProperty("spurline.routing.cases", "");
        ScenarioFile cases = ScenarioFile.read(folder.isEmpty() ? ownCases() : found(folder));

        RoutingJudge judge = new RoutingJudge(cases, System.out).judge(EmbeddedTarget::start);

        assertThat(judge.failures()).as(judge.summary()).isEmpty();
        if (folder.isEmpty()) {
            assertThat(judge.passed()).isGreaterThanOrEqualTo(AT_LEAST);
        }
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
                "There is no file and no folder [%s], which is the value of spurline.routing.cases: give its full path"
                        .formatted(folder));
    }
}
