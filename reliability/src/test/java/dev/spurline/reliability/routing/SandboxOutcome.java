// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.routing;

import dev.spurline.SandboxException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What has become of a sandbox.
 *
 * @param title scenario, fork and way of routing
 * @param kind by which kinds of routes it was opened, or for what reason it was refused
 * @param text the same with all that is known
 */
record SandboxOutcome(String title, String kind, String text) {

    static SandboxOutcome opened(String title, List<String> routes) {
        String kinds = routes.stream()
                .map(route -> route.substring(0, route.indexOf(' ')))
                .distinct()
                .sorted()
                .collect(Collectors.joining(" and "));
        return new SandboxOutcome(title, "opened, " + (kinds.isEmpty() ? "no route" : kinds), "opened, " + routes);
    }

    static SandboxOutcome refused(String title, String routing, SandboxException why) {
        String message = String.valueOf(why.getMessage());
        return new SandboxOutcome(
                title,
                RefusedSandbox.of(routing, message)
                        .map(reason -> "refused, " + reason)
                        .orElse(UNKNOWN),
                "refused, " + why);
    }

    private static final String UNKNOWN = "refused, for another reason";

    /** Returns whether nobody has said that such a refusal is right. */
    boolean unknown() {
        return kind.equals(UNKNOWN);
    }

    @Override
    public String toString() {
        return title + ": " + text;
    }
}
