// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.container;

import dev.spurline.cluster.Images;
import dev.spurline.cluster.PodContainer;
import dev.spurline.cluster.PodServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A container that is a server in this JVM. */
final class ServerContainer implements RunningContainer {

    static final int KILLED = 137;

    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private final Executor threads;
    private final ContainerLog log;
    private volatile @Nullable PodServer server;
    private boolean ordered;
    private int code;
    private @Nullable Thread stopper;

    private ServerContainer(Executor threads, ContainerLog log) {
        this.threads = threads;
        this.log = log;
    }

    /** Starts the program; a program that throws is a container that has ended with exit code 1. */
    static ServerContainer start(Images.Program program, ContainerStart start, Executor threads) {
        ServerContainer container = new ServerContainer(threads, start.log());
        try {
            container.started(program.start(container.new ServerPodContainer(start)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            container.failed(e);
        } catch (Exception | LinkageError | AssertionError e) {
            container.failed(e);
        }
        return container;
    }

    @Override
    public Map<Integer, Integer> ports() {
        PodServer started = server;
        return started == null ? Map.of() : started.ports();
    }

    @Override
    public CompletableFuture<Integer> exit() {
        return exit;
    }

    /** Has the server answer for a command. */
    CompletableFuture<Optional<String>> exec(List<String> command, Duration timeout) {
        return CompletableFuture.supplyAsync(() -> answer(command), threads)
                .completeOnTimeout(
                        Optional.of("command timed out: \"%s\" timed out after %ds"
                                .formatted(String.join(" ", command), timeout.toSeconds())),
                        timeout.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    private Optional<String> answer(List<String> command) {
        PodServer started = server;
        try {
            int ended = started == null ? KILLED : started.exec(command);
            return ended == 0 ? Optional.empty() : Optional.of("exit code " + ended);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        } catch (Exception | LinkageError | AssertionError e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void terminate() {
        stop(0);
    }

    /** Interrupts a program that is ending; one whose end has only been ordered must still give back what it has. */
    @Override
    public void kill() {
        if (!stop(KILLED) && interrupt()) {
            exit.complete(KILLED);
        }
    }

    /** Returns whether there was something to interrupt. */
    private synchronized boolean interrupt() {
        code = KILLED;
        Thread running = stopper;
        if (running != null) {
            running.interrupt();
        }
        return running != null;
    }

    private void started(PodServer started) {
        server = started;
        if (exit.isDone()) {
            // The program called exit() before it returned its server.
            stop(0);
        }
    }

    private void failed(Throwable cause) {
        StringWriter trace = new StringWriter();
        cause.printStackTrace(new PrintWriter(trace, true));
        log.write(trace.toString());
        exit.complete(1);
    }

    /** Orders the end, and returns whether this is the first order. */
    private boolean stop(int wanted) {
        synchronized (this) {
            if (ordered) {
                return false;
            }
            ordered = true;
            code = wanted;
        }
        threads.execute(this::stopServer);
        return true;
    }

    private void stopServer() {
        stoppedBy(Thread.currentThread());
        PodServer running = server;
        try {
            if (running != null) {
                running.stop();
            }
            exit.complete(code());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exit.complete(KILLED);
        } catch (Exception | LinkageError | AssertionError e) {
            log.write("stopping failed: " + e);
            exit.complete(KILLED);
        } finally {
            stoppedBy(null);
        }
    }

    private synchronized void stoppedBy(@Nullable Thread thread) {
        stopper = thread;
    }

    private synchronized int code() {
        return code;
    }

    /** What the program sees of its container. */
    private final class ServerPodContainer implements PodContainer {

        private final ContainerStart start;

        ServerPodContainer(ContainerStart start) {
            this.start = start;
        }

        @Override
        public String pod() {
            return start.pod();
        }

        @Override
        public String namespace() {
            return start.namespace();
        }

        @Override
        public String name() {
            return start.name();
        }

        @Override
        public String image() {
            return start.image();
        }

        @Override
        public Map<String, String> env() {
            return start.env();
        }

        @Override
        public List<String> args() {
            return start.arguments();
        }

        @Override
        public Optional<Path> path(String path) {
            return start.mounts().directory(path);
        }

        @Override
        public void log(String line) {
            log.write(line);
        }

        @Override
        public void exit(int code) {
            if (server == null) {
                exit.complete(code);
            } else {
                stop(code);
            }
        }
    }
}
