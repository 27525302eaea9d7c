// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A real kubectl: that of {@code -Dspurline.kubectl=FILE}, or the one on the path. */
final class Kubectl {

    private static final long SECONDS = 60;

    private final Path program;
    private final Path home;

    private Kubectl(Path program, Path home) {
        this.program = program;
        this.home = home;
    }

    /** Finds kubectl, or ends the test as not run. */
    static Kubectl find(Path home) {
        Optional<Path> program = program();
        assumeTrue(program.isPresent(), "not run: no kubectl on the path, and -Dspurline.kubectl names none");
        return new Kubectl(program.get(), home);
    }

    void use(String kubeconfig) throws IOException {
        Files.createDirectories(home.resolve(".kube"));
        Files.writeString(home.resolve(".kube/config"), kubeconfig);
    }

    private static Optional<Path> program() {
        String named = System.getProperty("spurline.kubectl", "");
        if (!named.isEmpty()) {
            // A name that leads nowhere is a mistake, not a reason to run nothing.
            assertThat(Path.of(named)).isExecutable();
            return Optional.of(Path.of(named).toAbsolutePath());
        }
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .map(directory -> Path.of(directory, "kubectl"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** What kubectl said. */
    record Said(int code, String out, String err) {

        Said succeeds() {
            assertThat(code).as(err + out).isZero();
            return this;
        }

        Said fails() {
            assertThat(code).as(out).isNotZero();
            return this;
        }
    }

    /** Runs a command to its end. */
    Said run(String command) throws IOException, InterruptedException {
        return feed("", command);
    }

    /** Runs a command to its end; its standard input is a text. */
    Said feed(String input, String command) throws IOException, InterruptedException {
        Process process = start(command);
        CompletableFuture<String> out = read(process.getInputStream());
        CompletableFuture<String> err = read(process.getErrorStream());
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        try {
            assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).as(command).isTrue();
            return new Said(process.exitValue(), out.get(1, TimeUnit.MINUTES), err.get(1, TimeUnit.MINUTES));
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(command, e);
        } finally {
            process.destroyForcibly();
        }
    }

    /** Starts a command that goes on until it is destroyed. */
    Process start(String command) throws IOException {
        List<String> words = new ArrayList<>(List.of(program.toString()));
        words.addAll(List.of(command.split(" ", -1)));
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().put("HOME", home.toString());
        builder.environment().remove("KUBECONFIG");
        return builder.start();
    }

    private static CompletableFuture<String> read(java.io.InputStream stream) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                return "";
            }
        });
    }
}
