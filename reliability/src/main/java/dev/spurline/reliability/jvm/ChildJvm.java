// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.jvm;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Another JVM, and the line to it. Its main program gets the parent's port and the name of a file it may write, says
 * {@code waiting}, and then obeys.
 */
public final class ChildJvm implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Process process;
    private final Socket line;
    private final BufferedReader in;
    private final PrintWriter out;
    private final Path log;

    private ChildJvm(Process process, Socket line, Path log) throws IOException {
        this.process = process;
        this.line = line;
        this.log = log;
        line.setSoTimeout((int) PATIENCE.toMillis());
        this.in = new BufferedReader(new InputStreamReader(line.getInputStream(), StandardCharsets.UTF_8));
        this.out = new PrintWriter(line.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    /**
     * Starts a JVM and returns when it waits for its order.
     *
     * @param directory for its log
     * @param main the class with the main program
     * @param options its options, the class path among them
     */
    public static ChildJvm start(Path directory, Class<?> main, List<String> options) {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Path log = Files.createTempFile(directory, "child", ".log");
            listener.setSoTimeout((int) PATIENCE.toMillis());
            Process process = new ProcessBuilder(command(options, main, listener.getLocalPort(), log + ".nowhere"))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            ChildJvm child = new ChildJvm(process, listener.accept(), log);
            child.expect("waiting");
            return child;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> command(List<String> options, Class<?> main, int port, String file) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx192m"));
        command.addAll(options);
        command.addAll(List.of(main.getName(), String.valueOf(port), file));
        return command;
    }

    private void expect(String word) throws IOException {
        String said = in.readLine();
        if (!word.equals(said)) {
            throw new IOException(
                    "The child says [%s] instead of [%s]; its log:%n%s".formatted(said, word, Files.readString(log)));
        }
    }

    /** Says something to it. */
    public void say(String text) {
        out.println(text);
    }

    /** Waits for what it says next; returns nothing if it has ended instead. */
    public Optional<String> hear() {
        try {
            return Optional.ofNullable(in.readLine());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Waits longer than others for what it says next. */
    public Optional<String> hear(Duration patience) {
        try {
            line.setSoTimeout((int) patience.toMillis());
        } catch (SocketException e) {
            return Optional.empty();
        }
        return hear();
    }

    /** Returns whether it runs. */
    public boolean alive() {
        return process.isAlive();
    }

    /** Ends it by SIGKILL, and returns when it is gone. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Returns when it is gone. */
    public void awaitEnd() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("The child does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Returns what it has logged. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() {
        kill();
        try {
            line.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (File file : List.of(log.toFile(), new File(log + ".nowhere"))) {
            file.delete();
        }
    }
}
