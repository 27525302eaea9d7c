// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.Optional;

/**
 * Which run this JVM belongs to: the build that started it, if one did. Maven is one process a build; a daemon of Gradle
 * outlives builds, which {@link dev.spurline.report.ReportDirectory} knows how to tell apart.
 *
 * @param run the same for all JVMs of a run
 * @param jvm tells this JVM from the others
 */
record RunIdentity(String run, String jvm) {

    /** Surefire and Failsafe run {@code ForkedBooter} by this name, or out of {@code surefirebooter.jar}. */
    private static final String MAVEN = "surefire";

    /** The main class of Gradle's test workers. */
    private static final String GRADLE = "GradleWorkerMain";

    static RunIdentity current() {
        ProcessHandle self = ProcessHandle.current();
        return of(
                System.getProperty("sun.java.command", ""),
                title(self),
                tool(self).map(RunIdentity::title));
    }

    /**
     * Decides.
     *
     * @param command what this JVM runs
     * @param self this JVM
     * @param tool the JVM that started it, if one did
     */
    static RunIdentity of(String command, String self, Optional<String> tool) {
        if (command.contains(MAVEN)) {
            return new RunIdentity(tool.orElse(self), self);
        }
        return command.contains(GRADLE)
                ? new RunIdentity("daemon-" + tool.orElse(self), self)
                : new RunIdentity(self, self);
    }

    /** There may be a shell between. */
    private static Optional<ProcessHandle> tool(ProcessHandle process) {
        Optional<ProcessHandle> parent = process.parent();
        while (parent.isPresent() && !isJava(parent.get())) {
            parent = parent.get().parent();
        }
        return parent;
    }

    private static boolean isJava(ProcessHandle process) {
        return process.info().command().filter(RunIdentity::isJava).isPresent();
    }

    private static boolean isJava(String command) {
        return command.endsWith("java") || command.endsWith("java.exe");
    }

    private static String title(ProcessHandle process) {
        return process.pid() + "-"
                + process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    /** Returns when this JVM started, in milliseconds since 1970. */
    static long started() {
        return ManagementFactory.getRuntimeMXBean().getStartTime();
    }
}
