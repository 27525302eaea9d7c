// SPDX-License-Identifier: Apache-2.0
package dev.spurline.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of this machine. */
final class HostCommand {

    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private HostCommand() {}

    /**
     * Runs it, and returns what it has written.
     *
     * @param property the property that names the program
     * @param command the program and its arguments
     * @throws E2eException if it cannot be started, does not end or fails
     */
    static String run(String property, List<String> command) {
        try {
            Path output = Files.createTempFile("spurline-e2e", ".out");
            Path errors = Files.createTempFile("spurline-e2e", ".err");
            try {
                Process process = new ProcessBuilder(command)
                        .redirectOutput(output.toFile())
                        .redirectError(errors.toFile())
                        .start();
                if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw failed(command, "does not end", Files.readString(errors));
                }
                if (process.exitValue() != 0) {
                    throw failed(command, "ended with [%d]".formatted(process.exitValue()), Files.readString(errors));
                }
                return Files.readString(output);
            } finally {
                Files.deleteIfExists(output);
                Files.deleteIfExists(errors);
            }
        } catch (IOException e) {
            throw new E2eException(
                    "[%s] cannot be started: install it, or name it with -D%s=FILE".formatted(command.get(0), property),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new E2eException("Interrupted while [%s] ran".formatted(command.get(0)), e);
        }
    }

    private static E2eException failed(List<String> command, String how, String errors) {
        return new E2eException("[%s] %s: %s".formatted(String.join(" ", command), how, errors.strip()));
    }
}
