// SPDX-License-Identifier: Apache-2.0
package dev.spurline.e2e;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A run of test classes of another module in a JVM of its own, by JUnit's console launcher: their settings are not those of
 * this JVM, and neither are the resources that they find first. Log and report stay in target/e2e.
 *
 * @param name of the run, and of its files
 * @param module whose classes
 * @param selection options of the launcher
 * @param properties system properties
 */
record ConsoleRun(String name, Module module, List<String> selection, Map<String, String> properties) {

    private static final String LAUNCHER = "org.junit.platform.console.ConsoleLauncher";
    /** Logback would tell at length which of several files it takes. */
    private static final String QUIET = "-Dlogback.statusListenerClass=ch.qos.logback.core.status.NopStatusListener";

    private static final Duration PATIENCE = Duration.ofMinutes(60);
    private static final int NO_TESTS = 2;
    private static final int LAST_LINES = 60;

    /** A module whose tests are on the class path as a jar. Only one of these is on that of a run. */
    enum Module {
        /** The shop's tests. */
        SHOP("dev.spurline.examples.shop.ShopCluster"),
        /** Conformance suite and routing cases. */
        SUITES("dev.spurline.embedded.conformance.ConformanceRun"),
        /** Kill harness. */
        RELIABILITY("dev.spurline.reliability.kill.KillMain");

        private final String type;

        Module(String type) {
            this.type = type;
        }

        private Path location() {
            try {
                return ClassLocation.of(Class.forName(type, false, ConsoleRun.class.getClassLoader()));
            } catch (ClassNotFoundException e) {
                throw new E2eException("The tests of [%s] are not on the class path".formatted(this), e);
            }
        }
    }

    /** Fails unless there were tests and all of them have passed. */
    void assertPasses(Path directory) throws IOException, InterruptedException {
        Path log = directory.resolve(name + ".log");
        Process process = new ProcessBuilder(command(directory))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!process.waitFor(PATIENCE.toMinutes(), TimeUnit.MINUTES)) {
                throw new AssertionError("Run [%s] does not end; its log is [%s]".formatted(name, log));
            }
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            throw new AssertionError("Run [%s] %s; its log is [%s]:%n%s"
                    .formatted(
                            name,
                            process.exitValue() == NO_TESTS
                                    ? "has found no test"
                                    : "has failed with [%d]".formatted(process.exitValue()),
                            log,
                            lastLines(log)));
        }
    }

    private List<String> command(Path directory) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(
                List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dsun.net.httpserver.nodelay=true", QUIET));
        properties.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.addAll(List.of("-cp", classPath(), LAUNCHER, "execute"));
        command.addAll(List.of("--disable-banner", "--disable-ansi-colors", "--details=tree", "--fail-if-no-tests"));
        command.addAll(List.of("--include-classname=.*", "--exclude-engine=jqwik"));
        command.add("--reports-dir=" + directory.resolve("reports-" + name));
        command.addAll(selection);
        return command;
    }

    private String classPath() {
        Path own = module.location();
        List<Path> others = Stream.of(Module.values()).map(Module::location).toList();
        Stream<Path> rest = Stream.of(ClassLocation.classPath().split(File.pathSeparator))
                .map(Path::of)
                .filter(path -> !others.contains(path));
        return String.join(
                File.pathSeparator,
                Stream.concat(Stream.of(own), rest).map(Path::toString).toList());
    }

    private static String lastLines(Path log) throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join(System.lineSeparator(), lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }
}
