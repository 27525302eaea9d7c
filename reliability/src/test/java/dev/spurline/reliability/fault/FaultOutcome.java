// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.fault;

import dev.spurline.SandboxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a cycle ended.
 *
 * @param point what disturbed it
 * @param reached whether the request came at all
 * @param failure what was thrown; empty if the cycle succeeded
 * @param time how long the cycle took
 * @param left what was left when lease and grace were over
 */
record FaultOutcome(FaultPoint point, boolean reached, Optional<Throwable> failure, Duration time, List<String> left) {

    private static final Pattern KIND = Pattern.compile("(?:home|other)/([a-z]+)");

    boolean succeeded() {
        return failure.isEmpty();
    }

    /**
     * Returns whether it succeeded or said clearly what was wrong, and left nothing. Not each cycle sends each request: what
     * has come by itself need not be waited for.
     */
    boolean passed() {
        return left.isEmpty() && failure.map(this::clear).orElse(true);
    }

    /** One exception of ours that names what was asked for. */
    private boolean clear(Throwable thrown) {
        if (!(thrown instanceof SandboxException)) {
            return false;
        }
        String message = String.valueOf(thrown.getMessage()).toLowerCase(Locale.ROOT);
        Matcher kind = KIND.matcher(point.spot().request());
        String name = kind.find() ? kind.group(1) : "";
        String singular =
                name.endsWith("ies") ? name.substring(0, name.length() - 3) + "y" : name.replaceFirst("s$", "");
        return message.contains(singular) || message.contains("does not answer");
    }

    @Override
    public String toString() {
        String end = failure.map(thrown -> "fails: " + thrown).orElse("succeeds");
        return "%s: %s%s after %d ms%s"
                .formatted(
                        point,
                        reached ? "" : "not reached, ",
                        end,
                        time.toMillis(),
                        left.isEmpty() ? "" : ", left " + left);
    }
}
