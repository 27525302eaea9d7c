// SPDX-License-Identifier: Apache-2.0
package dev.spurline.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/report.md names each field of report.json, and the version. */
class ReportSchemaTests {

    private static final Path PAGE = Path.of("..", "docs", "report.md");

    private static final List<Class<?>> TYPES = List.of(
            RunReport.class,
            JvmReport.class,
            ReportedSetting.class,
            ReportedSandbox.class,
            ReportedStep.class,
            ReportedKept.class,
            ReportedFork.class,
            ReportedRoute.class,
            ReportedClass.class,
            ReportedEvidence.class,
            ReportedTest.class,
            ReportedComparison.class,
            ReportedDifference.class,
            ReportedFailure.class);

    @Test
    void the_page_names_each_field() throws IOException {
        List<String> rows = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("| "))
                .toList();

        assertThat(TYPES.stream().flatMap(ReportSchemaTests::fields))
                .allSatisfy(field -> assertThat(rows).anyMatch(row -> row.startsWith("| " + field + " | ")));
        assertThat(Files.readString(PAGE)).contains("`version` is " + RunReport.VERSION);
    }

    private static Stream<String> fields(Class<?> type) {
        return Stream.of(type.getRecordComponents())
                .map(RecordComponent::getName)
                .map(name -> "`%s` | `%s`".formatted(title(type), name));
    }

    private static String title(Class<?> type) {
        return type.getSimpleName()
                .replaceFirst("^Reported", "")
                .replaceFirst("Report$", "")
                .toLowerCase(java.util.Locale.ROOT);
    }
}
