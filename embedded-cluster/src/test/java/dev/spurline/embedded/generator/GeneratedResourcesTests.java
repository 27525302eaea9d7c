// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The generated resources against the Go modules they come from, where {@code -Dspurline.kubernetes.api=DIR} says where these
 * are. With {@code -Dspurline.build.generated=write} the resources are written anew; then read every difference before you
 * commit it.
 */
class GeneratedResourcesTests {

    private static final Path RESOURCES =
            Path.of("src/main/resources/dev/spurline/embedded/internal").toAbsolutePath();

    private final Input input = KeptInput.read();

    @Test
    void areWhatTheModulesSay() throws IOException {
        Map<String, String> files = new GeneratedResources(modules(), input).files();
        if (System.getProperty("spurline.build.generated", "").equals("write")) {
            for (Map.Entry<String, String> file : files.entrySet()) {
                Files.writeString(RESOURCES.resolve(file.getKey()), file.getValue());
            }
        }

        for (Map.Entry<String, String> file : files.entrySet()) {
            assertThat(RESOURCES.resolve(file.getKey())).content().isEqualTo(file.getValue());
        }
    }

    private GoModules modules() {
        String directory = System.getProperty("spurline.kubernetes.api", "");
        GoModules modules = new GoModules(Path.of(directory), input.version());
        if (directory.isEmpty()) {
            abort(
                    "Not compared with Kubernetes %s, whose Go modules are not named: run [go mod download %s], then set spurline.kubernetes.api to [$(go env GOMODCACHE)/k8s.io]"
                            .formatted(input.version(), String.join(" ", modules.names())));
        }
        return modules;
    }
}
