// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.kubeconfig;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A process that has ended.
 *
 * @param code its exit code
 * @param output what it printed
 * @param errors what it printed to its standard error
 */
record PluginProcess(int code, String output, String errors) {

    /** Programs that ask nobody are done by then. */
    private static final Duration SLOW = Duration.ofSeconds(5);

    /** What it leaves running in the background may hold its streams open. */
    private static final Duration LAST_WORDS = Duration.ofSeconds(2);

    /**
     * Runs a command; there is nothing to read at its standard input, which may be the JVM's way to talk to Surefire.
     *
     * @param command the program and its arguments
     * @param env what is added to the variables of this JVM
     * @param limit how long it may run
     * @param waits told what it has printed to its standard error, if it takes long
     * @throws IOException if it cannot be started, or does not end in time
     */
    static PluginProcess run(List<String> command, Map<String, String> env, Duration limit, Consumer<String> waits)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(env);
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            Reader output = Reader.of(process.getInputStream());
            Reader errors = Reader.of(process.getErrorStream());
            if (!process.waitFor(SLOW.toMillis(), TimeUnit.MILLISECONDS)) {
                waits.accept(errors.text());
            }
            if (!process.waitFor(limit.minus(SLOW).toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("it did not end within %d s and said: %s"
                        .formatted(limit.toSeconds(), PluginWords.of(errors.text())));
            }
            return new PluginProcess(process.exitValue(), output.all(), errors.all());
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** Shows no secret. */
    @Override
    public String toString() {
        return "process that ended with " + code;
    }

    /** Reads a stream in a thread of its own, so that a process that says much to the other one goes on. */
    private record Reader(ByteArrayOutputStream bytes, Thread thread) {

        static Reader of(InputStream stream) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            Thread thread = new Thread(
                    () -> {
                        try (stream) {
                            stream.transferTo(bytes);
                        } catch (IOException e) {
                            // It was ended; what it said until then counts.
                        }
                    },
                    "spurline-plugin");
            thread.setDaemon(true);
            thread.start();
            return new Reader(bytes, thread);
        }

        String all() throws InterruptedException {
            thread.join(LAST_WORDS.toMillis());
            return text();
        }

        String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }
}
