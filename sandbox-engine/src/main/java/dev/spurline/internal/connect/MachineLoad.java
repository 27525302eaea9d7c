// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.connect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Whether this machine has so much to do that this JVM may be what is slow. */
final class MachineLoad {

    /** With so many threads that want a processor, each gets less than half of one. */
    private static final int THREADS_PER_PROCESSOR = 2;

    /** Where Linux has a line for each processor of the machine; source: proc_stat(5). */
    private static final Path STATISTICS = Path.of("/proc/stat");

    private static final Pattern PROCESSOR = Pattern.compile("^cpu[0-9]");

    private MachineLoad() {}

    /** Returns whether it has, as far as that is known: not on Windows. */
    static boolean high() {
        double threads = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return high(threads, processors());
    }

    /** Returns how many this machine has: the load is that of all of them, however few a container may use. */
    private static int processors() {
        int own = Runtime.getRuntime().availableProcessors();
        try (Stream<String> lines = Files.lines(STATISTICS)) {
            return Math.max(own, (int) lines.filter(PROCESSOR.asPredicate()).count());
        } catch (IOException | UncheckedIOException e) {
            return own;
        }
    }

    /**
     * Returns whether that is too much.
     *
     * @param threads how many threads ran or wanted to, on average of the last minute; negative if that is not known
     * @param processors how many there are
     */
    static boolean high(double threads, int processors) {
        return threads > THREADS_PER_PROCESSOR * processors;
    }
}
