// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.SandboxEngine;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A suite without {@code @Sandbox} pays nothing for the extension on its class path: a JVM of its own shows it. */
class BystanderTests {

    private static final Logger LOG = LoggerFactory.getLogger(BystanderTests.class);
    private static final List<String> ALL =
            List.of(System.getProperty("java.class.path").split(File.pathSeparator));

    @TempDir
    private Path directory;

    @Test
    void nothingOfTheExtensionIsLoadedAndNoThreadStarts() throws Exception {
        String extension = origin(Sandbox.class);
        String engine = origin(SandboxEngine.class);

        List<String> with = run("with", entry -> true);
        List<String> without = run("without", entry -> !isSame(entry, extension) && !isSame(entry, engine));

        assertThat(with)
                .filteredOn(line -> line.startsWith("thread="))
                .isNotEmpty()
                .noneMatch(line -> line.contains("spurline"));
        assertThat(loaded("with")).noneMatch(line -> line.contains(extension) || line.contains(engine));
        assertThat(loaded("with")).anyMatch(line -> line.contains(BystanderTestCase.class.getName()));
        LOG.info(
                "A suite without @Sandbox takes [{}] µs with the extension on the class path, [{}] µs without",
                micros(with),
                micros(without));
    }

    private List<String> run(String name, Predicate<String> entries) throws IOException, InterruptedException {
        String classPath = ALL.stream().filter(entries).collect(Collectors.joining(File.pathSeparator));
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Path output = directory.resolve(name + ".out");
        Process process = new ProcessBuilder(
                        java.toString(),
                        "-Xlog:class+load:file=" + directory.resolve(name + ".classes"),
                        "-cp",
                        classPath,
                        BystanderRun.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        int code = process.waitFor();
        List<String> lines = Files.readAllLines(output);
        assertThat(code).as("%s", lines).isZero();
        return lines;
    }

    private List<String> loaded(String name) throws IOException {
        return Files.readAllLines(directory.resolve(name + ".classes"));
    }

    private static String micros(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith("micros="))
                .map(line -> line.substring("micros=".length()))
                .collect(Collectors.joining());
    }

    private static String origin(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toString();
    }

    private static boolean isSame(String entry, String origin) {
        return Path.of(entry).toAbsolutePath().toString().equals(origin);
    }
}
