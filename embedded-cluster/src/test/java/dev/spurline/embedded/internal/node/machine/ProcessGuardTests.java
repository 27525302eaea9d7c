// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessGuardTests {

    private static final Path SETPRIV = Path.of("/usr/bin/setpriv");

    private final ProcessGuard guard = new ProcessGuard();

    @AfterEach
    void close() {
        guard.killAll();
        guard.close();
    }

    @Test
    void aProcessThatDiesWithItsStarterOutlivesTheThreadThatAskedForIt() throws Exception {
        assumeTrue(Files.isExecutable(SETPRIV), "setpriv, of util-linux, is not here");
        ProcessBuilder program = new ProcessBuilder(
                SETPRIV.toString(), "--pdeathsig", "KILL", "sh", "-c", "echo up; read word; echo $word");
        CompletableFuture<Process> started = new CompletableFuture<>();
        Thread asking = new Thread(() -> {
            try {
                Process process = guard.start(program);
                assertThat(process.inputReader().readLine()).isEqualTo("up");
                started.complete(process);
            } catch (IOException | AssertionError e) {
                started.completeExceptionally(e);
            }
        });
        asking.start();
        asking.join();

        Process process = started.join();
        process.outputWriter().append("alive\n").flush();

        assertThat(process.inputReader().readLine()).isEqualTo("alive");
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void killsWhatRunsAndRemovesTheDirectoryWhenTheJvmLetsGoOfIt(@TempDir Path scratch) throws Exception {
        Path directory = scratch.resolve("of a node");
        Files.createDirectories(directory.resolve("pods"));
        Process ended = guard.start(new ProcessBuilder("true"));
        Process running = guard.start(new ProcessBuilder("sleep", "1000"));
        guard.remove(directory);
        ended.onExit().get(1, TimeUnit.MINUTES);

        // What the operating system does when the JVM is killed: it closes the guard's input.
        guard.close();

        assertThat(running.onExit().get(1, TimeUnit.MINUTES).exitValue()).isEqualTo(128 + 9);
        await().until(() -> Files.notExists(directory));
    }

    @Test
    void killsWhatAProgramHasStartedToo(@TempDir Path scratch) throws Exception {
        Path pipe = scratch.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        guard.start(new ProcessBuilder("sh", "-c", "sh -c 'echo up; sleep 1000; true' > " + pipe + "; true"));

        BufferedReader output = Files.newBufferedReader(pipe);
        assertThat(output.readLine()).isEqualTo("up");

        guard.close();

        // The pipe ends with the last process that could write to it.
        CompletableFuture<Long> rest =
                CompletableFuture.supplyAsync(() -> output.lines().count());
        assertThat(rest.get(1, TimeUnit.MINUTES)).isZero();
    }

    @Test
    void saysWhichProgramIsMissing() {
        assertThatThrownBy(() -> guard.start(new ProcessBuilder("/nowhere/to/be/found")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("/nowhere/to/be/found");
    }

    @Test
    void startsNothingOnceTheNodeHasEnded() {
        guard.close();

        assertThatThrownBy(() -> guard.start(new ProcessBuilder("true")))
                .isInstanceOf(IOException.class)
                .hasMessage("The node has ended");
    }
}
