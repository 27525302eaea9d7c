// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.OutputDirectoryProvider;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** A run of fixtures by JUnit's test kit, and what came out. */
record TestRun(EngineExecutionResults results) {

    static TestRun of(Class<?>... types) {
        return with(Map.of(), types);
    }

    static TestRun with(Map<String, String> parameters, Class<?>... types) {
        return select(
                parameters, Arrays.stream(types).map(type -> selectClass(type)).toArray(DiscoverySelector[]::new));
    }

    @SuppressWarnings("deprecation") // the newer name is not there in JUnit 5.12
    static TestRun select(Map<String, String> parameters, DiscoverySelector... selectors) {
        return new TestRun(EngineTestKit.engine("junit-jupiter")
                .configurationParameter("spurline.report", "off")
                .configurationParameters(parameters)
                .outputDirectoryProvider(Output.fresh())
                .selectors(selectors)
                .execute());
    }

    /** Returns what tests and classes failed or aborted with, in order. */
    List<Throwable> failures() {
        return failures(results.allEvents().finished().stream().toList());
    }

    /** Returns what a class and its tests failed or aborted with. */
    List<Throwable> failures(Class<?> type) {
        return failures(results.allEvents().finished().stream()
                .filter(event -> isOf(event, type))
                .toList());
    }

    /** Returns what a class itself failed or aborted with, its tests left aside. */
    List<Throwable> ownFailures(Class<?> type) {
        return failures(results.containerEvents().finished().stream()
                .filter(event -> isOf(event, type))
                .toList());
    }

    private static List<Throwable> failures(Collection<Event> events) {
        return events.stream().flatMap(event -> failure(event).stream()).toList();
    }

    List<String> messages() {
        return failures().stream().map(TestRun::message).toList();
    }

    List<String> messages(Class<?> type) {
        return failures(type).stream().map(TestRun::message).toList();
    }

    /** Of a parameter that could not be resolved, JUnit's own words say only which. */
    static String message(Throwable failure) {
        Throwable cause = failure.getCause();
        return String.valueOf(
                failure instanceof ParameterResolutionException && cause != null
                        ? cause.getMessage()
                        : failure.getMessage());
    }

    long passed() {
        return results.testEvents().succeeded().count();
    }

    long passed(Class<?> type) {
        return results.testEvents().succeeded().stream()
                .filter(event -> isOf(event, type))
                .count();
    }

    /** Returns what tests reported under a name. */
    List<String> reported(String name) {
        return results.allEvents().reportingEntryPublished().stream()
                .flatMap(event -> event.getPayload(ReportEntry.class).stream())
                .flatMap(entry -> Optional.ofNullable(entry.getKeyValuePairs().get(name)).stream())
                .toList();
    }

    private static boolean isOf(Event event, Class<?> type) {
        return event.getTestDescriptor().getUniqueId().toString().contains("[class:" + type.getName() + "]");
    }

    private static Optional<Throwable> failure(Event event) {
        return event.getPayload(TestExecutionResult.class).flatMap(TestExecutionResult::getThrowable);
    }

    /** Takes what tests publish, as the platform's launcher would; the test kit by itself refuses it. */
    @SuppressWarnings("deprecation") // the newer name is not there in JUnit 5.12
    private record Output(Path root) implements OutputDirectoryProvider {

        static Output fresh() {
            try {
                return new Output(Files.createTempDirectory(
                        Files.createDirectories(Path.of("target", "test-runs").toAbsolutePath()), "run"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Path getRootDirectory() {
            return root;
        }

        @Override
        public Path createOutputDirectory(TestDescriptor test) throws IOException {
            String name = test.getUniqueId().toString().replaceAll("[^A-Za-z0-9]", "_");
            return Files.createDirectories(root.resolve(name));
        }
    }
}
