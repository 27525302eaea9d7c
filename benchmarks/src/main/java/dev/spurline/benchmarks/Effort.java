// SPDX-License-Identifier: Apache-2.0
package dev.spurline.benchmarks;

import dev.spurline.reliability.bed.LaneRoutes;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How much is done to measure something, and with what.
 *
 * @param rounds how many runs a median is made of
 * @param sandboxes how many sandboxes live at most
 * @param styles for which routes of others that is done
 * @param kubeconfig leads to the cluster on which sandboxes are crowded; none: an embedded one
 * @param envoy the binary of an Envoy
 * @param directory for files that go afterwards
 */
public record Effort(
        int rounds,
        int sandboxes,
        List<LaneRoutes> styles,
        Optional<Path> kubeconfig,
        Optional<Path> envoy,
        Path directory) {

    /** Reads it from the program's system properties. */
    static Effort ofProperties(Path directory) {
        return new Effort(
                Integer.getInteger("benchmarks.rounds", 5),
                Integer.getInteger("benchmarks.sandboxes", 100),
                styles(System.getProperty("benchmarks.styles", "NONE,ROOT")),
                file("benchmarks.kubeconfig"),
                file("benchmarks.envoy"),
                directory);
    }

    private static List<LaneRoutes> styles(String names) {
        return names.equals("all")
                ? Stream.of(LaneRoutes.values())
                        .filter(routes -> routes != LaneRoutes.DIRECT)
                        .toList()
                : Stream.of(names.split(",")).map(LaneRoutes::valueOf).toList();
    }

    private static Optional<Path> file(String property) {
        return Optional.of(System.getProperty(property, ""))
                .filter(text -> !text.isEmpty())
                .map(Path::of);
    }
}
