// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.figures;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A process that takes part in a figure, bound to one core where the system can do that. */
final class Program implements AutoCloseable {

    private final Process process;
    private final BufferedReader output;

    private Program(Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Starts a main class of the tests in a JVM of its own. */
    static Program java(int core, Class<?> main, Object... arguments) {
        Stream<String> java = Stream.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName());
        return start(
                core,
                Stream.concat(java, Arrays.stream(arguments).map(Object::toString))
                        .toList());
    }

    static Program start(int core, List<String> command) {
        List<String> bound = new ArrayList<>();
        if (isBound()) {
            bound.addAll(List.of("taskset", "-c", String.valueOf(core)));
        }
        bound.addAll(command);
        try {
            return new Program(new ProcessBuilder(bound)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        } catch (IOException missing) {
            throw new UncheckedIOException("Could not start " + bound, missing);
        }
    }

    /** Says whether each process has a core of its own. */
    static boolean isBound() {
        return Runtime.getRuntime().availableProcessors() > 1 && find("taskset").isPresent();
    }

    /** Finds a program on the PATH, or where system administrators have theirs. */
    static Optional<Path> find(String name) {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("") + File.pathSeparator + "/usr/sbin";
        return Arrays.stream(path.split(File.pathSeparator, -1))
                .map(directory -> Path.of(directory, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Returns the next line that the process prints. */
    String line() {
        try {
            return Optional.ofNullable(output.readLine())
                    .orElseThrow(() -> new IllegalStateException("[%s] ended".formatted(process.info())));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** Returns how long cores have worked for it. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
