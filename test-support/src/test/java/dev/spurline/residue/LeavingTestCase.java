// SPDX-License-Identifier: Apache-2.0
package dev.spurline.residue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** Leaves one thing of each kind, and takes it away when it is told to. */
class LeavingTestCase {

    static final List<AutoCloseable> LEFT = new CopyOnWriteArrayList<>();

    @Test
    void leavesAThread() {
        CountDownLatch told = new CountDownLatch(1);
        Thread thread = new Thread(
                () -> {
                    try {
                        told.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "spurline-tunnel-left");
        thread.start();
        LEFT.add(told::countDown);
    }

    @Test
    void leavesAPort() throws IOException {
        LEFT.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
    }

    @Test
    void leavesAProcess() throws IOException {
        Process process = new ProcessBuilder("sleep", "60").start();
        LEFT.add(() -> {
            process.destroyForcibly();
            process.waitFor();
        });
    }

    @Test
    void leavesADirectory() throws IOException {
        var directory = Files.createTempDirectory(
                "spurline-node-" + ProcessHandle.current().pid() + "-");
        LEFT.add(() -> Files.delete(directory));
    }

    static void takeAway() {
        LEFT.forEach(thing -> {
            try {
                thing.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        LEFT.clear();
    }
}
