// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The directory of a node, made when something is first put there; what a kubelet has below {@code /var/lib}. */
public final class NodeDirectory implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(NodeDirectory.class);

    private final Consumer<Path> made;
    private @Nullable Path root;
    private boolean closed;

    /**
     * Describes a directory that is not there yet.
     *
     * @param made is told when it is
     */
    public NodeDirectory(Consumer<Path> made) {
        this.made = made;
    }

    /** Returns the directory of a pod; it need not exist. */
    public Path pod(String uid) {
        return root().resolve("pods").resolve(uid);
    }

    /** Returns the directory of a claim, which outlives the pods that use it; it need not exist. */
    public Path claim(String uid) {
        return root().resolve("claims").resolve(uid);
    }

    /** Tells whether something has been put here. */
    public synchronized boolean exists() {
        return root != null && !closed;
    }

    private synchronized Path root() {
        Path present = root;
        if (present == null) {
            if (closed) {
                throw new IllegalStateException("The node has ended");
            }
            try {
                present = Files.createTempDirectory(
                                "spurline-node-" + ProcessHandle.current().pid() + "-")
                        .toRealPath();
            } catch (IOException e) {
                throw new UncheckedIOException("The directory for the volumes of pods cannot be made", e);
            }
            root = present;
            made.accept(present);
        }
        return present;
    }

    /** Removes everything. Whoever still asks for a place gets the one it had, and nothing is made any more. */
    @Override
    public synchronized void close() {
        closed = true;
        Path present = root;
        if (present == null) {
            return;
        }
        try {
            FileTree.delete(present);
        } catch (IOException e) {
            LOG.debug("Directory {} was not removed", present, e);
        }
    }
}
