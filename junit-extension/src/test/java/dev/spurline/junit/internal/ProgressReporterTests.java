// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressReporterTests {

    private final List<String> lines = new ArrayList<>();

    @Test
    void tellsTheClusterWhereNobodyListensToTheLog() {
        new ProgressReporter(false, lines::add).connected("Cluster [kubeconfig] context [staging]");

        assertThat(lines).containsExactly("Cluster [kubeconfig] context [staging]");
    }

    @Test
    void leavesTheClusterToTheLogWhereThereIsOne() {
        new ProgressReporter(true, lines::add).connected("Cluster [kubeconfig] context [staging]");

        assertThat(lines).isEmpty();
    }

    @Test
    void filesAreNamedAsCiServersReadThem() {
        assertThat(ProgressReporter.attachmentLines(List.of(Path.of("/builds/a b.log"), Path.of("/builds/c.txt"))))
                .containsExactly("[[ATTACHMENT|/builds/a b.log]]", "[[ATTACHMENT|/builds/c.txt]]");
    }
}
