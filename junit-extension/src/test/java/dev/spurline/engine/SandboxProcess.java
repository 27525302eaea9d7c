/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.spurline.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
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
final class SandboxProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final Socket line;
    private final String key;

    private SandboxProcess(Process process, Socket line, String key) {
        this.process = process;
        this.line = line;
        this.key = key;
    }

    /** Starts the JVM and returns when its sandbox is open. */
    static SandboxProcess start(Map<String, String> properties, Path directory) throws IOException {
        Path log = Files.createTempFile(directory, "child", ".log");
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            listener.setSoTimeout((int) PATIENCE.toMillis());
            Process process = new ProcessBuilder(command(properties, listener.getLocalPort()))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            try {
                Socket line = listener.accept();
                line.setSoTimeout((int) PATIENCE.toMillis());
                String key = new BufferedReader(new InputStreamReader(line.getInputStream(), StandardCharsets.UTF_8))
                        .readLine();
                if (key == null) {
                    throw new IOException("The child ended before its sandbox was open");
                }
                return new SandboxProcess(process, line, key);
            } catch (IOException e) {
                process.destroyForcibly();
                throw new IOException(e.getMessage() + "; its log:\n" + Files.readString(log), e);
            }
        }
    }

    private static List<String> command(Map<String, String> properties, int port) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"));
        properties.forEach((name, value) -> command.add("-D%s=%s".formatted(name, value)));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), SandboxChild.class.getName()));
        command.add(String.valueOf(port));
        return command;
    }

    String key() {
        return key;
    }

    /** Returns what a request needs to reach the fork. */
    Map<String, String> headers() {
        return Map.of("baggage", "spurline=" + key);
    }

    /** Ends the JVM as the kernel does when memory is short. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Ends the JVM as a CI server does when a job is cancelled. */
    void terminate() {
        process.destroy();
        awaitEnd();
    }

    /** Makes the JVM call {@code System.exit} with the sandbox still open. */
    void exit() throws IOException {
        new PrintWriter(line.getOutputStream(), true, StandardCharsets.UTF_8).println("exit");
        awaitEnd();
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
