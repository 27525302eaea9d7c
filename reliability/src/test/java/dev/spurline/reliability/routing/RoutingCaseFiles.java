// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.routing;

import dev.spurline.embedded.routing.RoutingScenario;
import dev.spurline.embedded.routing.ScenarioFile;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The routing cases of the embedded cluster's tests, which lie in a folder or, in a whole build, in an archive. */
final class RoutingCaseFiles {

    private RoutingCaseFiles() {}

    static List<RoutingScenario> all() throws IOException, URISyntaxException {
        URI cases = Objects.requireNonNull(ScenarioFile.class.getResource("/routing"))
                .toURI();
        if (!cases.getScheme().equals("jar")) {
            return ScenarioFile.read(Path.of(cases)).scenarios();
        }
        try (FileSystem archive = FileSystems.newFileSystem(cases, Map.of())) {
            return ScenarioFile.read(archive.getPath("/routing")).scenarios();
        }
    }

    /** Returns the name of the file of a scenario. */
    static String file(RoutingScenario scenario) {
        return scenario.place().replaceFirst(":.*", "");
    }
}
