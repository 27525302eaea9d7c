// SPDX-License-Identifier: Apache-2.0
package dev.spurline.benchmarks;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How much is done to measure something, and with what.
 *
 * @param rounds how many runs a median is made of
 * @param sandboxes how many sandboxes live at most
 * @param kubeconfig leads to the cluster on which sandboxes are crowded; none: an embedded one
 * @param envoy the binary of an Envoy
 * @param directory for files that go afterwards
 */
public record Effort(int rounds, int sandboxes, Optional<Path> kubeconfig, Optional<Path> envoy, Path directory) {

    /** Reads it from the program's system properties. */
    static Effort ofProperties(Path directory) {
        return new Effort(
                Integer.getInteger("benchmarks.rounds", 5),
                Integer.getInteger("benchmarks.sandboxes", 1000),
                file("benchmarks.kubeconfig"),
                file("benchmarks.envoy"),
                directory);
    }

    private static Optional<Path> file(String property) {
        return Optional.of(System.getProperty(property, ""))
                .filter(text -> !text.isEmpty())
                .map(Path::of);
    }
}
