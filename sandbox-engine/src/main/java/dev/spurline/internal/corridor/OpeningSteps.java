// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.corridor;

import dev.spurline.framework.SandboxDescription.Step;
import dev.spurline.internal.plan.Wave;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Takes the time of the steps of one opening: each ends where the next one begins. */
final class OpeningSteps {

    private final long began = System.nanoTime();
    private final List<Step> steps = new ArrayList<>();
    private long last = began;

    /** Takes note that a step has ended. */
    synchronized void done(String name) {
        long now = System.nanoTime();
        steps.add(new Step(name, Duration.ofNanos(last - began), Duration.ofNanos(now - last)));
        last = now;
    }

    void done(Wave wave) {
        done(
                switch (wave) {
                    case RECORD -> "anchor";
                    case NETWORK -> "network";
                    case WORKLOAD -> "pod";
                    case ROUTE -> "route";
                    case RUN -> "run";
                });
    }

    synchronized List<Step> steps() {
        return List.copyOf(steps);
    }
}
