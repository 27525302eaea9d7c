// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the build is made of names its license, as Java files do, which the formatter holds. */
class LicenseLineTests {

    private static final Path ROOT = DocumentationPage.root().normalize();

    @Test
    void poms_scripts_and_workflows_name_their_license() {
        List<Path> files = Stream.of(poms(), below(".ci"), below(".github"))
                .flatMap(List::stream)
                .filter(file -> !file.toString().endsWith(".md"))
                .map(ROOT::relativize)
                .toList();

        assertThat(files).contains(Path.of("pom.xml"), Path.of("examples", "shop", "pom.xml"), Path.of(".ci", "run"));
        assertThat(files).allMatch(file -> namesLicense(lines(ROOT.resolve(file))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<project/>",
                "#!/usr/bin/env bash\n# Builds.\n# SPDX-License-Identifier: Apache-2.0",
                "name: CI",
                ""
            })
    void a_file_without_the_line_where_it_belongs_is_found(String text) {
        assertThat(namesLicense(text.lines().toList())).isFalse();
    }

    /** The line is the first, but for what has to be the first by the form of the file. */
    private static boolean namesLicense(List<String> lines) {
        return lines.stream()
                .dropWhile(line -> line.startsWith("<?xml ") || line.startsWith("#!"))
                .findFirst()
                .filter(line -> line.equals("<!-- SPDX-License-Identifier: Apache-2.0 -->")
                        || line.equals("# SPDX-License-Identifier: Apache-2.0")
                        || line.equals("// SPDX-License-Identifier: Apache-2.0"))
                .isPresent();
    }

    /** Modules and examples lie no deeper; copies that Maven makes do. */
    private static List<Path> poms() {
        return files(ROOT, 3).stream()
                .filter(file -> file.endsWith("pom.xml"))
                .filter(file -> !ROOT.relativize(file).toString().contains("target"))
                .toList();
    }

    private static List<Path> below(String directory) {
        return files(ROOT.resolve(directory), Integer.MAX_VALUE);
    }

    private static List<Path> files(Path directory, int depth) {
        try (Stream<Path> found = Files.walk(directory, depth)) {
            return found.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
