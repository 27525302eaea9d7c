// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import dev.spurline.EvidenceReport;
import dev.spurline.EvidenceReport.ForkEvidence;
import java.util.stream.Collectors;

/** Words what forks have served by now, a line each. */
final class EvidenceText {

    private EvidenceText() {}

    static String of(EvidenceReport report) {
        return report.forks().stream().map(EvidenceText::line).collect(Collectors.joining("\n"));
    }

    private static String line(ForkEvidence fork) {
        String name = fork.fork().workload().toString();
        if (fork.fork().workload().runsOnRequest()) {
            return "fork [%s] was run [%d] times".formatted(name, fork.direct());
        }
        return fork.routed().isPresent()
                ? "fork [%s] served [%d] requests through its proxy and [%d] through a tunnel"
                        .formatted(name, fork.routed().getAsLong(), fork.direct())
                : "fork [%s] served [%d] requests through a tunnel; others are unknown: %s"
                        .formatted(name, fork.direct(), fork.reason());
    }
}
