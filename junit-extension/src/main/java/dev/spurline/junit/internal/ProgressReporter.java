// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import dev.spurline.LiveFork;
import dev.spurline.LiveSandbox;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.NOPLoggerFactory;

/**
 * Tells the life of a sandbox. Where nobody listens to SLF4J, the lines that the engine would have logged go to JUnit's
 * reporter and to standard error instead.
 */
final class ProgressReporter {

    private static final Logger LOG = LoggerFactory.getLogger(ProgressReporter.class);

    private final boolean logged;
    private final Consumer<String> reporter;

    /**
     * Takes where lines go.
     *
     * @param logged whether somebody listens to SLF4J
     * @param reporter takes the lines else
     */
    ProgressReporter(boolean logged, Consumer<String> reporter) {
        this.logged = logged;
        this.reporter = reporter;
    }

    static ProgressReporter of(ExtensionContext context) {
        boolean logged = isLogged();
        return new ProgressReporter(logged, line -> report(context, line));
    }

    /** Returns one for what belongs to no class of the extension's. */
    static ProgressReporter ofRun() {
        return new ProgressReporter(isLogged(), line -> System.err.println("[spurline] " + line));
    }

    private static boolean isLogged() {
        return !(LoggerFactory.getILoggerFactory() instanceof NOPLoggerFactory);
    }

    /** Standard error is the one place that everybody sees, whatever reads the reports. */
    private static void report(ExtensionContext context, String line) {
        context.publishReportEntry("spurline", line);
        System.err.println("[spurline] " + line);
    }

    /**
     * Names files in the way that CI servers read in the output of a test: the Attachments plugin of Jenkins
     * (plugins.jenkins.io/junit-attachments), GitLab (docs.gitlab.com/ci/testing/unit_test_reports) and Azure Pipelines.
     */
    static void attach(Collection<Path> files) {
        attachmentLines(files).forEach(System.out::println);
    }

    static List<String> attachmentLines(Collection<Path> files) {
        return files.stream().map("[[ATTACHMENT|%s]]"::formatted).toList();
    }

    /** Tells what the engine has told its log already, if there is one. */
    void connected(String cluster) {
        if (!logged) {
            reporter.accept(cluster);
        }
    }

    /** Tells what the engine has told its log already, if there is one. */
    void opened(LiveSandbox sandbox, String owner) {
        if (!logged) {
            String forks = sandbox.forks().stream().map(ProgressReporter::line).collect(Collectors.joining(", "));
            reporter.accept("Sandbox [%s] for [%s] is open in namespace [%s]: %s"
                    .formatted(sandbox.key(), owner, sandbox.namespace(), forks));
        }
    }

    /** Tells what the engine has told its log already, if there is one. */
    void closed(LiveSandbox sandbox, String owner) {
        if (!logged) {
            reporter.accept("Sandbox [%s] for [%s] is closed".formatted(sandbox.key(), owner));
        }
    }

    void info(String line) {
        if (logged) {
            LOG.info(line);
        } else {
            reporter.accept(line);
        }
    }

    void warn(String line) {
        if (logged) {
            LOG.warn(line);
        } else {
            reporter.accept(line);
        }
    }

    private static String line(LiveFork fork) {
        if (fork.workload().runsOnRequest()) {
            return "fork [%s] with image [%s] runs on request".formatted(fork.workload(), fork.image());
        }
        return "fork [%s] is pod [%s] with image [%s], ready after %.1f s"
                .formatted(
                        fork.workload(),
                        fork.pod(),
                        fork.image(),
                        fork.readyAfter().toMillis() / 1000.0);
    }
}
