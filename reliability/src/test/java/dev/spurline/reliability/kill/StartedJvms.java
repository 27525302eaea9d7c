// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.kill;

import dev.spurline.reliability.jvm.ChildJvm;
import dev.spurline.reliability.jvm.ClassArchive;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Starts JVMs ahead, so that a trial need not wait for one; what they have not been ordered to do they do not do. */
final class StartedJvms implements AutoCloseable {

    private final Path directory;
    private final int ahead;
    private final ClassArchive classes;
    private final ExecutorService starter;
    private final Queue<CompletableFuture<ChildJvm>> children = new ConcurrentLinkedQueue<>();

    /**
     * Starts none yet.
     *
     * @param directory for their logs
     * @param ahead how many shall be there later
     */
    StartedJvms(Path directory, int ahead) {
        this.directory = directory;
        this.ahead = ahead;
        this.classes = new ClassArchive(directory);
        this.starter = Executors.newFixedThreadPool(2, task -> {
            Thread thread = new Thread(task, "nursery");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Returns a JVM whose end makes the start of others fast. */
    ChildJvm first() {
        return ChildJvm.start(directory, CycleChild.class, classes.options());
    }

    /** Returns a JVM that waits for its order, and starts another in its place. */
    ChildJvm take() {
        synchronized (children) {
            while (children.size() <= ahead) {
                children.add(CompletableFuture.supplyAsync(
                        () -> ChildJvm.start(directory, CycleChild.class, classes.options()), starter));
            }
        }
        return children.remove().join();
    }

    @Override
    public void close() {
        starter.shutdown();
        children.forEach(child -> child.thenAccept(ChildJvm::close).join());
    }
}
