// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.machine;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the node's processes, and kills them with what they have started (where there is a {@code ps}) when this JVM dies
 * without closing the node, even by SIGKILL: by a small shell that waits for the end of its standard input, which the
 * operating system closes with the JVM. It removes the node's directory, too, and is started with what comes first.
 */
public final class ProcessGuard implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ProcessGuard.class);

    private static final String SCRIPT = """
            trap '' INT TERM HUP
            pids=' '
            directory=
            while read -r what pid; do
              case $what in
                /) directory=$pid ;;
                +) pids="$pids$pid " ;;
                -) pids="${pids%% $pid *} ${pids#* $pid }" ;;
              esac
            done
            tree() {
              ps -A -o pid= -o ppid= | while read -r child parent; do
                if [ "$parent" = "$1" ]; then tree "$child"; fi
              done
              echo "$1"
            }
            for pid in $pids; do kill -s KILL -- $(tree "$pid"); done 2>/dev/null
            if [ -n "$directory" ]; then rm -rf -- "$directory"; fi
            """;

    /**
     * Linux signals a process that has asked for it the end of the thread that started it, not of that thread's process; see
     * PR_SET_PDEATHSIG in prctl(2). So this thread lives as long as the node.
     */
    private final ExecutorService starter = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "spurline-node-starter");
        thread.setDaemon(true);
        return thread;
    });

    private final Set<Process> watched = ConcurrentHashMap.newKeySet();
    private @Nullable Process shell;
    private @Nullable Writer orders;
    private boolean closed;

    /**
     * Starts a process, under guard until it has ended.
     *
     * @throws IOException if there is no such program, or the node ends
     */
    public Process start(ProcessBuilder program) throws IOException {
        try {
            Process process = starter.submit(program::start).get();
            watch(process);
            return process;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException known ? known : new IOException(e.getCause());
        } catch (RejectedExecutionException e) {
            throw new IOException("The node has ended", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("The node ends");
        }
    }

    private synchronized void watch(Process process) {
        if (closed) {
            // It was being started when the node ended, and nobody else would end it.
            process.destroyForcibly();
            return;
        }
        watched.add(process);
        order("+ " + process.pid());
        var unused = process.onExit().thenRun(() -> {
            watched.remove(process);
            order("- " + process.pid());
        });
    }

    /** Removes a directory as well when this JVM dies, or when the guard is closed. */
    public void remove(Path directory) {
        order("/ " + directory);
    }

    /** Kills all processes under guard, with what they have started; for a JVM that ends. */
    public void killAll() {
        watched.forEach(process -> {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        });
    }

    @Override
    public synchronized void close() {
        closed = true;
        starter.shutdown();
        Process running = shell;
        Writer input = orders;
        if (running == null || input == null) {
            return;
        }
        try {
            input.close();
            if (!running.waitFor(1, TimeUnit.SECONDS)) {
                running.destroyForcibly();
            }
        } catch (IOException e) {
            running.destroyForcibly();
        } catch (InterruptedException e) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void order(String line) {
        try {
            Writer input = closed ? null : orders();
            if (input != null) {
                input.write(line + "\n");
                input.flush();
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("No guard over the node's processes: {}", e.toString());
        }
    }

    private Writer orders() throws IOException {
        Writer present = orders;
        if (present != null) {
            return present;
        }
        Process started = new ProcessBuilder("/bin/sh", "-c", SCRIPT)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Writer input = started.outputWriter(StandardCharsets.UTF_8);
        shell = started;
        orders = input;
        return input;
    }
}
