// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.kill;

import java.util.Map;
import java.util.Optional;

/**
 * What a child JVM says of a sandbox that it has opened; it fits into a line.
 *
 * @param baggage what requests carry to reach its forks
 * @param answer what the child's own request was answered
 */
record OpenedSandbox(String baggage, String answer) {

    String line() {
        return String.join("|", "open", baggage, answer.replace('\n', ' '));
    }

    /** Returns nothing of a line that says something else. */
    static Optional<OpenedSandbox> parse(String line) {
        String[] parts = line.split("\\|", 3);
        return parts.length == 3 && parts[0].equals("open")
                ? Optional.of(new OpenedSandbox(parts[1], parts[2]))
                : Optional.empty();
    }

    Map<String, String> headers() {
        return Map.of("baggage", baggage);
    }
}
