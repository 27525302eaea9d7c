// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DiagnosticsMessageTests {

    private static final PublishedFiles FILES =
            new PublishedFiles(List.of(Path.of("/reports/test/a.log"), Path.of("/reports/test/b.txt")));

    @Test
    void itTellsAllAndNamesTheFilesLast() {
        assertThat(DiagnosticsMessage.of("Sandbox [k]", "one\n  two\n", Optional.of("Not known."), FILES))
                .isEqualTo("Sandbox [k]\none\n  two\nNot known.\nFiles in [/reports/test]: a.log, b.txt");
    }

    @Test
    void withoutFilesItSaysWhy() {
        assertThat(DiagnosticsMessage.of("Sandbox [k]", "one", Optional.empty(), new PublishedFiles(List.of())))
                .isEqualTo(
                        "Sandbox [k]\none\nPlan, logs and events are not written, because this JUnit has no output directory");
    }

    @Property(tries = 200)
    void itNeverHasMoreLinesThanAPersonReads(@ForAll @IntRange(min = 1, max = 200) int lines) {
        String message = DiagnosticsMessage.of("Sandbox [k]", summary(lines), Optional.of("Not known."), FILES);

        assertThat(message.lines()).hasSize(Math.min(lines + 3, DiagnosticsMessage.MOST_LINES));
        assertThat(message).endsWith("\nNot known.\nFiles in [/reports/test]: a.log, b.txt");
    }

    @Test
    void whatIsLeftOutIsCounted() {
        assertThat(DiagnosticsMessage.of("Sandbox [k]", summary(30), Optional.empty(), FILES)
                        .lines()
                        .skip(22))
                .containsExactly(
                        "line 22", "  … and [8] more lines in summary.txt", "Files in [/reports/test]: a.log, b.txt");
    }

    private static String summary(int lines) {
        return IntStream.rangeClosed(1, lines).mapToObj(line -> "line " + line).collect(Collectors.joining("\n"));
    }
}
