// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.alone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.embedded.EmbeddedCluster;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The blueprint that docs/blueprints.md shows is one that works. */
class LibraryClusterTests {

    @Test
    void leadsFromTheGatewayThroughTheJvmToTheProcessAndItsVolume() throws IOException {
        try (EmbeddedCluster cluster = EmbeddedCluster.start(new LibraryCluster());
                InputStream answer = cluster.uri("desk").toURL().openStream()) {
            assertThat(new String(answer.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("Walden");
        }
    }

    @Test
    void isTheBlueprintOfTheDocumentation() throws IOException {
        String source = Files.readString(Path.of("src/test/java/dev/spurline/embedded/alone/LibraryCluster.java"));

        assertThat(Files.readString(Path.of("../docs/blueprints.md")))
                .contains(source.substring(source.indexOf("public final class")));
    }
}
