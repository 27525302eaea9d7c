// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who looks for the files of a failure in vain has been told why. */
class LostAttachmentsTests {

    @TempDir
    Path directory;

    @Test
    void thatNoFileCanBeWrittenIsToldOnceAndChangesNoTest() throws IOException {
        Path occupied = Files.writeString(directory.resolve("occupied"), "no directory");
        LogLines lines = new LogLines();

        lines.during(() -> {
            LauncherRun run = LauncherRun.of(
                    Map.of(
                            "junit.platform.reporting.output.dir",
                            occupied.resolve("reports").toString()),
                    FailingTestCase.Fails.class,
                    FailingTestCase.OneFailsBeforeItSends.class);

            assertThat(run.failures().values()).hasSize(2).allMatch(message -> message.contains("wrong"));
        });

        assertThat(lines.warnings())
                .filteredOn(line -> line.startsWith("Files ["))
                .singleElement()
                .asString()
                .contains(occupied.toString())
                .endsWith(
                        "What they tell is missing there, and changes no test. Let tests write to the directory that junit.platform.reporting.output.dir names, and let all artifacts of JUnit have one version");
    }
}
