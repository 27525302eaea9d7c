// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.blueprint;

/**
 * When a start that goes on is given up: when nothing new has been seen of it for its {@link StartupTime}, and in any case after
 * three of them. On a machine that others keep busy an application needs longer, and its log shows that it goes on.
 */
final class StartupLimit {

    private static final int MOST = 3;

    private final StartupTime time;
    private String seen = "";
    private long lastNew;

    StartupLimit(StartupTime time) {
        this.time = time;
    }

    /**
     * Returns whether waiting ends.
     *
     * @param elapsed seconds since the start began
     * @param now all that can be seen of the start
     */
    boolean isReached(long elapsed, String now) {
        if (!now.equals(seen)) {
            seen = now;
            lastNew = elapsed;
        }
        return elapsed - lastNew >= time.seconds() || elapsed >= MOST * time.seconds();
    }

    /** Says how long was waited. */
    String told(long elapsed) {
        return elapsed <= time.seconds()
                ? time.told()
                : "%d s, as something new was seen until %d s".formatted(elapsed, lastNew);
    }
}
