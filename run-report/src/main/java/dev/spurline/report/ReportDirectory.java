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
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
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

    /** How the names of what JVMs leave end: in a directory that a user names may be other JSON. */
    private static final String OWN = ".spurline.json";

    /** How long to wait for another JVM that renders. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final long PARK = Duration.ofMillis(20).toNanos();

    private final Path directory;
    private final Duration patience;

    /** Takes the directory; it need not be there yet. */
    public ReportDirectory(Path directory) {
        this(directory, PATIENCE);
    }

    ReportDirectory(Path directory, Duration patience) {
        this.directory = directory.toAbsolutePath().normalize();
        this.patience = patience;
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
     * @throws IOException if a file cannot be written, or is not of Spurline; what this JVM did is written nevertheless
     */
    public Path add(JvmReport jvm) throws IOException {
        Path runs = Files.createDirectories(runs());
        write(runs.resolve(jvm.id() + OWN), JSON.writeValueAsString(RunReport.of(List.of(jvm))));
        return locked(() -> render(own(runs, jvm)));
    }

    /**
     * Renders the report again, of the files that are there.
     *
     * @return the page
     * @throws IOException if there are none, or one cannot be read or written, or is not of Spurline
     */
    public Path render() throws IOException {
        return locked(() -> {
            List<JvmReport> jvms = new ArrayList<>();
            for (Path file : files(runs())) {
                read(file).ifPresent(report -> jvms.addAll(report.jvms()));
            }
            return render(RunReport.of(jvms));
        });
    }

    private Path runs() {
        return directory.resolve("runs");
    }

    /** What renders a report. */
    private interface Rendering {

        Path render() throws IOException;
    }

    /** Another JVM may end at the same time: the one that is last to render has to see the files of both. */
    private Path locked(Rendering rendering) throws IOException {
        synchronized (ReportDirectory.class) {
            Path lock = runs().resolve(".lock");
            try (FileChannel file = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                long began = System.nanoTime();
                while (!isLocked(file)) {
                    if (System.nanoTime() - began > patience.toNanos()) {
                        throw new IOException(("another JVM has held [%s] for [%s], so [%s] was not rendered again. Run"
                                        + " dev.spurline.report.ReportCommand when it has ended")
                                .formatted(lock, patience, directory));
                    }
                    LockSupport.parkNanos(PARK);
                }
                return rendering.render();
            }
        }
    }

    private static boolean isLocked(FileChannel file) throws IOException {
        try {
            return file.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            // Another class loader of this JVM holds it.
            return false;
        }
    }

    private Path render(RunReport report) throws IOException {
        requireOwn("index.html", "<title>Spurline: ");
        requireOwn("report.json", RunReport.SCHEMA);
        requireOwn("summary.md", SummaryMarkdown.TITLE);
        write(directory.resolve("report.json"), JSON.writeValueAsString(report));
        write(directory.resolve("summary.md"), new SummaryMarkdown(report).print());
        return write(directory.resolve("index.html"), new ReportPage(report).print());
    }

    /** The directory may be one that the user has files of his own in. */
    private void requireOwn(String name, String mark) throws IOException {
        Path file = directory.resolve(name);
        // Any bytes are text in this charset.
        if (Files.exists(file)
                && !Files.readString(file, StandardCharsets.ISO_8859_1).contains(mark)) {
            throw new IOException(
                    "[%s] is not of Spurline and is not overwritten. Name another directory with spurline.report"
                            .formatted(file));
        }
    }

    /** Removes what an earlier run left: {@code mvn clean} is not part of each. */
    private static RunReport own(Path runs, JvmReport jvm) throws IOException {
        Map<Path, JvmReport> others = new LinkedHashMap<>();
        // Another run in this directory may just have removed its file.
        others.put(runs.resolve(jvm.id() + OWN), jvm);
        for (Path file : files(runs)) {
            List<JvmReport> there = read(file).map(RunReport::jvms).orElse(List.of());
            if (there.size() == 1) {
                others.put(file, there.get(0));
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
            return files.filter(file -> file.toString().endsWith(OWN))
                    .sorted(Comparator.comparing(Path::toString))
                    .toList();
        }
    }

    /** Returns what a file holds, unless another version of Spurline wrote it, or not all of it. */
    private static Optional<RunReport> read(Path file) throws IOException {
        try {
            return Optional.of(JSON.readValue(file.toFile(), RunReport.class))
                    .filter(report ->
                            RunReport.SCHEMA.equals(report.schema()) && report.version() == RunReport.VERSION);
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private static Path write(Path file, String text) throws IOException {
        // Not writeString, which refuses half a surrogate pair: a test's name or message may hold one.
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Path draft = Files.write(file.resolveSibling(file.getFileName() + ".draft"), bytes);
        return Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
