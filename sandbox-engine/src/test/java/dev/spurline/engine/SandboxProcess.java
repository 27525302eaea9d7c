// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Another JVM with an open sandbox. */
public final class SandboxProcess implements AutoCloseable {

    /** The bit of SIGINT in a mask of signals. */
    private static final long INTERRUPT = 0b10;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Socket line;
    private final String key;

    private final BufferedReader in;

    private SandboxProcess(Process process, Socket line, BufferedReader in, String key) {
        this.process = process;
        this.line = line;
        this.in = in;
        this.key = key;
    }

    /** Starts the JVM and returns when its sandbox is open. */
    public static SandboxProcess start(Map<String, String> properties, Path directory, String... options)
            throws IOException {
        Path log = Files.createTempFile(directory, "child", ".log");
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listener.setSoTimeout((int) PATIENCE.toMillis());
            Process process = new ProcessBuilder(command(properties, List.of(options), listener.getLocalPort()))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            try {
                Socket line = listener.accept();
                line.setSoTimeout((int) PATIENCE.toMillis());
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(line.getInputStream(), StandardCharsets.UTF_8));
                String key = in.readLine();
                if (key == null) {
                    throw new IOException("The child ended before its sandbox was open");
                }
                return new SandboxProcess(process, line, in, key);
            } catch (IOException e) {
                process.destroyForcibly();
                throw new IOException(e.getMessage() + "; its log:\n" + Files.readString(log), e);
            }
        }
    }

    private static List<String> command(Map<String, String> properties, List<String> options, int port)
            throws IOException {
        List<String> command = new ArrayList<>(withInterrupts());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"));
        command.addAll(options);
        properties.forEach((name, value) -> command.add("-D%s=%s".formatted(name, value)));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), SandboxChild.class.getName()));
        command.add(String.valueOf(port));
        return command;
    }

    /** A build that a shell runs in the background hands down that Ctrl-C is ignored, and Java keeps to that. */
    private static List<String> withInterrupts() throws IOException {
        Path status = Path.of("/proc/self/status");
        boolean ignored = Files.isReadable(status)
                && Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("SigIgn:"))
                        .anyMatch(line ->
                                (Long.parseUnsignedLong(line.substring(7).strip(), 16) & INTERRUPT) != 0);
        return ignored ? List.of("env", "--default-signal=INT") : List.of();
    }

    public String key() {
        return key;
    }

    /** Returns what a request needs to reach the fork. */
    public Map<String, String> headers() {
        return Map.of("baggage", "spurline=" + key);
    }

    /** Ends the JVM as the kernel does when memory is short. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Ends the JVM as a CI server does when a job is cancelled. */
    public void terminate() {
        process.destroy();
        awaitEnd();
    }

    /** Makes the JVM call {@code System.exit} with the sandbox still open. */
    public void exit() {
        say("exit");
        awaitEnd();
    }

    /** Makes the test run out of memory, and the JVM end with that. */
    public void exhaust() {
        say("memory");
        awaitEnd();
    }

    /** Makes the JVM keep its sandbox for a time; does not wait. */
    public void keep(Duration time) {
        say("keep " + time.toSeconds());
    }

    /** Asks the JVM for the way into its sandbox; returns that, or the message that refuses it. */
    public String entry() throws IOException {
        say("entry");
        return String.valueOf(in.readLine());
    }

    private void say(String order) {
        try {
            new PrintWriter(line.getOutputStream(), true, StandardCharsets.UTF_8).println(order);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a signal, such as {@code STOP}. */
    public void signal(String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start();
            if (kill.waitFor() != 0) {
                throw new IllegalStateException("Signal [%s] cannot be sent".formatted(name));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Ends the JVM as a person does at the keyboard; returns how long that took. */
    public Duration interrupt() {
        long start = System.nanoTime();
        signal("INT");
        awaitEnd();
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private void awaitEnd() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("The child does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly();
        line.close();
    }
}
