// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A rule that exists because Kubernetes has it says where Kubernetes writes it. */
class RuleSourcesTests {

    private static final Path INTERNAL = Path.of("src/main/java/dev/spurline/embedded/internal");

    /** What controllers are made of here: it has no counterpart in Kubernetes that somebody would compare it with. */
    private static final Set<String> MACHINERY = Set.of(
            "ApiWriter",
            "ClusterControllers",
            "ControllerContext",
            "ControllerThreads",
            "ObjectChange",
            "ObjectStore",
            "WatchedCluster");

    /** Values and indirections of the registry without a rule of their own. */
    private static final Set<String> VALUES = Set.of(
            "ObjectMetadata",
            "ObjectPatch",
            "ObjectRegistry",
            "RequestTarget",
            "SchemaLookup",
            "VersionConversion",
            "WriteOptions",
            "WriteOutcome");

    private static final Set<String> HOOKS = Set.of("HookRequest", "HookVerdict");

    @Test
    void controllersNameTheirSource() throws IOException {
        assertThat(withoutSource("controllers")).containsExactlyInAnyOrderElementsOf(MACHINERY);
    }

    @Test
    void rulesOfTheRegistryNameTheirSource() throws IOException {
        assertThat(withoutSource("apiserver/registry")).containsExactlyInAnyOrderElementsOf(VALUES);
    }

    @Test
    void admissionNamesItsSource() throws IOException {
        assertThat(withoutSource("apiserver/admission")).containsExactlyInAnyOrderElementsOf(HOOKS);
    }

    private static List<String> withoutSource(String room) throws IOException {
        try (Stream<Path> files = Files.find(INTERNAL.resolve(room), 5, (file, any) -> isType(file))) {
            List<Path> types = files.toList();
            assertThat(types).hasSizeGreaterThan(3);
            return types.stream()
                    .filter(file -> !read(file).contains("* <p>Source: "))
                    .map(file -> file.getFileName().toString().replace(".java", ""))
                    .toList();
        }
    }

    private static boolean isType(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".java") && !name.equals("package-info.java");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
