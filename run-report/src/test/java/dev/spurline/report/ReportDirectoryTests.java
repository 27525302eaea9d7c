// SPDX-License-Identifier: Apache-2.0
package dev.spurline.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReportDirectoryTests {

    @TempDir
    Path project;

    @ParameterizedTest
    @CsvSource({
        "pom.xml, target/spurline",
        "build.gradle, build/spurline",
        "shop.gradle.kts, build/spurline",
        "README.md, spurline"
    })
    void is_where_the_build_tool_puts_its_output(String file, String directory) throws IOException {
        Files.createFile(project.resolve(file));

        Path page = ReportDirectory.in(project).add(SampleRun.jvm("1", "run", SampleRun.passed("com.example.A")));

        assertThat(page).isEqualTo(project.resolve(directory).resolve("index.html"));
        assertThat(names(project.resolve(directory)))
                .containsExactly("index.html", "report.json", "runs", "summary.md");
    }

    @Test
    void the_jvms_of_a_run_are_one_report() throws IOException {
        ReportDirectory directory = new ReportDirectory(project);
        directory.add(SampleRun.jvm("2", "run", SampleRun.passed("com.example.Later")));
        Path page = directory.add(SampleRun.jvm("1", "run", SampleRun.passed("com.example.Sooner")));

        assertThat(Files.readString(page)).contains("Sooner", "Later");
        assertThat(Files.readString(project.resolve("report.json")))
                .containsSubsequence("\"version\" : 1", "\"id\" : \"1\"", "Sooner", "\"id\" : \"2\"", "Later");
        assertThat(Files.readString(project.resolve("summary.md")))
                .contains("**2** sandboxes", "| Sooner |", "| Later |");
    }

    @Test
    void another_run_replaces_the_report() throws IOException {
        ReportDirectory directory = new ReportDirectory(project);
        directory.add(SampleRun.jvm("1", "run", SampleRun.passed("com.example.Old")));
        Path page = directory.add(SampleRun.jvm("2", "next", SampleRun.passed("com.example.Young")));

        assertThat(Files.readString(page)).contains("Young").doesNotContain("Old");
        assertThat(names(project.resolve("runs"))).containsExactly(".lock", "2.spurline.json");
    }

    @Test
    void what_a_daemon_ran_long_before_is_another_run() throws IOException {
        ReportDirectory directory = new ReportDirectory(project);
        directory.add(at(SampleRun.BEGAN, "1"));
        directory.add(at(SampleRun.BEGAN + 10_000, "2"));
        directory.add(at(SampleRun.BEGAN + 10_000 + 6_000 + ReportDirectory.PAUSE + 1, "3"));

        assertThat(names(project.resolve("runs"))).containsExactly(".lock", "3.spurline.json");
    }

    @Test
    void what_a_daemon_runs_soon_after_is_the_same_run() throws IOException {
        ReportDirectory directory = new ReportDirectory(project);
        directory.add(at(SampleRun.BEGAN, "1"));
        directory.add(at(SampleRun.BEGAN + 6_000 + ReportDirectory.PAUSE, "2"));
        directory.add(at(SampleRun.BEGAN + 12_000 + 2 * ReportDirectory.PAUSE, "3"));

        assertThat(names(project.resolve("runs")))
                .containsExactly(".lock", "1.spurline.json", "2.spurline.json", "3.spurline.json");
    }

    private static JvmReport at(long began, String id) {
        return new JvmReport(id, "daemon-7", began, began + 6_000, "17", List.of(), List.of(), List.of());
    }

    @Test
    void what_is_no_report_of_this_version_is_not_read() throws IOException {
        Path runs = Files.createDirectories(project.resolve("runs"));
        Files.writeString(runs.resolve("broken.spurline.json"), "{\"schema\": \"spurline-rep");
        Files.writeString(
                runs.resolve("later.spurline.json"), "{\"schema\": \"spurline-report\", \"version\": 2, \"jvms\": []}");

        Path page = new ReportDirectory(project).add(SampleRun.jvm("1", "run", SampleRun.passed("com.example.A")));

        assertThat(Files.readString(page)).contains("com.example.A".substring(12));
        assertThat(names(runs))
                .containsExactly(".lock", "1.spurline.json", "broken.spurline.json", "later.spurline.json");
    }

    @Test
    void files_of_the_user_stay() throws IOException {
        Path runs = Files.createDirectories(project.resolve("runs"));
        Files.writeString(runs.resolve("mine.json"), "{\"measured\": 7}");
        Files.writeString(runs.resolve("copy.json"), "{\"schema\": \"spurline-report\", \"version\": 1, \"jvms\": []}");

        new ReportDirectory(project).add(SampleRun.jvm("1", "run", SampleRun.passed("com.example.A")));

        assertThat(names(runs)).containsExactly(".lock", "1.spurline.json", "copy.json", "mine.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"index.html", "report.json", "summary.md"})
    void a_file_of_the_user_is_not_overwritten(String name) throws IOException {
        byte[] own = {'<', 'p', '>', (byte) 0xff};
        Path file = Files.write(project.resolve(name), own);

        assertThatThrownBy(() -> new ReportDirectory(project).add(SampleRun.jvm("1", "run")))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "[%s] is not of Spurline and is not overwritten. Name another directory with spurline.report",
                        file);
        assertThat(file).hasBinaryContent(own);
        assertThat(names(project)).containsExactlyInAnyOrder(name, "runs");
        assertThat(names(project.resolve("runs"))).contains("1.spurline.json");
    }

    @Test
    void who_waits_in_vain_for_another_jvm_has_written_its_own_file() throws IOException {
        Path runs = Files.createDirectories(project.resolve("runs"));
        Path lock = runs.resolve(".lock");
        ReportDirectory directory = new ReportDirectory(project, Duration.ofMillis(50));
        try (FileChannel other = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            other.lock();
            assertThatThrownBy(() -> directory.add(SampleRun.jvm("1", "run")))
                    .isInstanceOf(IOException.class)
                    .hasMessage(
                            "another JVM has held [%s] for [PT0.05S], so [%s] was not rendered again. Run"
                                    + " dev.spurline.report.ReportCommand when it has ended",
                            lock, project);
            assertThatThrownBy(directory::render).isInstanceOf(IOException.class);
        }

        assertThat(names(project)).containsExactly("runs");
        assertThat(names(runs)).containsExactly(".lock", "1.spurline.json");
    }

    @Test
    void half_a_character_is_written() throws IOException {
        ReportedFailure failure = new ReportedFailure("half \ud83d of it", "", "");

        Path page = new ReportDirectory(project)
                .add(SampleRun.jvm("1", "run", SampleRun.failed("com.example.A\ud83d", failure)));

        assertThat(Files.readString(page)).contains("half ? of it");
    }

    @Test
    void many_jvms_and_threads_lose_no_report() throws IOException {
        ReportDirectory directory = new ReportDirectory(project);
        IntStream.range(0, 20).parallel().forEach(i -> {
            try {
                directory.add(SampleRun.jvm("jvm-" + i, "run", SampleRun.passed("com.example.Class" + i)));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });

        String page = Files.readString(project.resolve("index.html"));
        assertThat(IntStream.range(0, 20).mapToObj(i -> "Class" + i)).allMatch(page::contains);
    }

    @Test
    void a_command_renders_again() throws IOException {
        Path page = new ReportDirectory(project).add(SampleRun.jvm("1", "run", SampleRun.passed("com.example.A")));
        String before = Files.readString(page);
        Files.delete(page);

        ReportCommand.main(new String[] {project.toString()});

        assertThat(page).hasContent(before);
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
