// SPDX-License-Identifier: Apache-2.0
package dev.spurline.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The directory of a report. Each JVM of a run has a file of its own in {@code runs/}; whoever writes one renders the report
 * of all of them anew: {@code index.html}, {@code report.json} and {@code summary.md}. Files of earlier runs are removed.
 *
 * @since 0.1
 */
public final class ReportDirectory {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .defaultPropertyInclusion(JsonInclude.Value.construct(Include.NON_NULL, Include.ALWAYS))
            .build();

    /** What the runs that a daemon begins have in common, and so do not tell apart. */
    private static final String DAEMON = "daemon-";

    /** How long after a JVM of a daemon the next one may begin and be of the same run, in milliseconds. */
    static final long PAUSE = 60_000;

    private final Path directory;

    /** Takes the directory; it need not be there yet. */
    public ReportDirectory(Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
    }

    /**
     * Returns the usual place: {@code spurline} in the output directory of Maven or Gradle, as JUnit finds that, else in the
     * working directory itself.
     *
     * @param project the directory in which tests run
     */
    public static ReportDirectory in(Path project) {
        return new ReportDirectory(project.resolve(output(project)).resolve("spurline"));
    }

    /** The same as JUnit does: org.junit.platform.launcher.core.OutputDirectoryCreator and its predecessors. */
    private static String output(Path project) {
        if (Files.exists(project.resolve("pom.xml"))) {
            return "target";
        }
        try (Stream<Path> files = Files.list(project)) {
            return files.anyMatch(file -> file.toString().endsWith(".gradle")
                            || file.toString().endsWith(".gradle.kts"))
                    ? "build"
                    : ".";
        } catch (IOException e) {
            return ".";
        }
    }

    /**
     * Writes what a JVM did, and the report of all JVMs of its run.
     *
     * @return the page
     * @throws IOException if a file cannot be written
     */
    public Path add(JvmReport jvm) throws IOException {
        Path runs = Files.createDirectories(directory.resolve("runs"));
        // Another JVM may end at the same time: the one that is last to render has to see the files of both.
        synchronized (ReportDirectory.class) {
            try (FileChannel file =
                    FileChannel.open(runs.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                var unused = file.lock();
                write(runs.resolve(jvm.id() + ".json"), JSON.writeValueAsString(RunReport.of(List.of(jvm))));
                return render(own(runs, jvm));
            }
        }
    }

    /**
     * Renders the report again, of the files that are there.
     *
     * @return the page
     * @throws IOException if there are none, or one cannot be read or written
     */
    public Path render() throws IOException {
        List<JvmReport> jvms = new ArrayList<>();
        for (Path file : files(directory.resolve("runs"))) {
            read(file).ifPresent(report -> jvms.addAll(report.jvms()));
        }
        return render(RunReport.of(jvms));
    }

    private Path render(RunReport report) throws IOException {
        write(directory.resolve("report.json"), JSON.writeValueAsString(report));
        write(directory.resolve("summary.md"), new SummaryMarkdown(report).print());
        return write(directory.resolve("index.html"), new ReportPage(report).print());
    }

    /** Removes what an earlier run left: {@code mvn clean} is not part of each. */
    private static RunReport own(Path runs, JvmReport jvm) throws IOException {
        Map<Path, JvmReport> others = new LinkedHashMap<>();
        for (Path file : files(runs)) {
            List<JvmReport> there = read(file).map(RunReport::jvms).orElse(List.of());
            if (there.size() == 1) {
                others.put(file, there.get(0));
            } else {
                Files.deleteIfExists(file);
            }
        }
        List<JvmReport> own = together(jvm, others.values());
        for (Map.Entry<Path, JvmReport> other : others.entrySet()) {
            if (!own.contains(other.getValue())) {
                Files.deleteIfExists(other.getKey());
            }
        }
        return RunReport.of(own);
    }

    /** JVMs of one daemon are of one run if they follow each other closely. */
    private static List<JvmReport> together(JvmReport jvm, Collection<JvmReport> others) {
        List<JvmReport> latestFirst = others.stream()
                .filter(other -> other.run().equals(jvm.run()))
                .sorted(Comparator.comparingLong(JvmReport::ended).reversed())
                .toList();
        List<JvmReport> own = new ArrayList<>();
        long earliest = jvm.began();
        for (JvmReport other : latestFirst) {
            if (!jvm.run().startsWith(DAEMON) || other.ended() >= earliest - PAUSE) {
                own.add(other);
                earliest = Math.min(earliest, other.began());
            }
        }
        return own;
    }

    private static List<Path> files(Path runs) throws IOException {
        try (Stream<Path> files = Files.list(runs)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted(Comparator.comparing(Path::toString))
                    .toList();
        }
    }

    /** Returns what a file holds, unless another version of Spurline wrote it, or not all of it. */
    private static Optional<RunReport> read(Path file) throws IOException {
        try {
            return Optional.of(JSON.readValue(file.toFile(), RunReport.class))
                    .filter(report -> report.version() == RunReport.VERSION);
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private static Path write(Path file, String text) throws IOException {
        Path draft = Files.writeString(file.resolveSibling(file.getFileName() + ".draft"), text);
        return Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
