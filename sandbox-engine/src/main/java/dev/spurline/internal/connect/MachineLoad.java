// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.connect;

import java.lang.management.ManagementFactory;

/** Whether this machine has so much to do that this JVM may be what is slow. */
final class MachineLoad {

    /** With so many threads that want a processor, each gets less than half of one. */
    private static final int THREADS_PER_PROCESSOR = 2;

    private MachineLoad() {}

    /** Returns whether it has, as far as that is known: not on Windows. */
    static boolean high() {
        double threads = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return high(threads, Runtime.getRuntime().availableProcessors());
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
