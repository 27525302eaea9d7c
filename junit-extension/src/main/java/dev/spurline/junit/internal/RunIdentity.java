// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
        return of(System.getProperty("sun.java.command", ""), title(self), tool(ancestors(self)));
    }

    /**
     * Decides.
     *
     * @param command what this JVM runs
     * @param self this JVM
     * @param tool the process that started the run, if one did
     */
    static RunIdentity of(String command, String self, Optional<String> tool) {
        if (command.contains(MAVEN)) {
            return new RunIdentity(tool.orElse(self), self);
        }
        return command.contains(GRADLE)
                ? new RunIdentity("daemon-" + tool.orElse(self), self)
                : new RunIdentity(self, self);
    }

    /**
     * A process that this JVM descends from.
     *
     * @param command its command, unless the system keeps it to itself, as with hidepid or for services of Windows
     */
    record Ancestor(String title, Optional<String> command) {

        static Ancestor of(ProcessHandle process) {
            return new Ancestor(RunIdentity.title(process), process.info().command());
        }
    }

    /**
     * Returns the nearest JVM, there may be a shell between; else the nearest that may be one; else the parent.
     *
     * @param ancestors the nearest first
     */
    static Optional<String> tool(List<Ancestor> ancestors) {
        return ancestors.stream()
                .filter(one -> one.command().filter(RunIdentity::isJava).isPresent())
                .findFirst()
                .or(() -> ancestors.stream()
                        .filter(one -> one.command().isEmpty())
                        .findFirst())
                .or(() -> ancestors.stream().findFirst())
                .map(Ancestor::title);
    }

    private static List<Ancestor> ancestors(ProcessHandle process) {
        return Stream.iterate(process.parent(), Optional::isPresent, parent -> parent.flatMap(ProcessHandle::parent))
                .flatMap(Optional::stream)
                .map(Ancestor::of)
                .toList();
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
