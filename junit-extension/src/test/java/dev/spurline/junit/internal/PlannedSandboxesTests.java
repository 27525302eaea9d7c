// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.Settings;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class PlannedSandboxesTests {

    @Test
    void aPlanWithoutASandboxReadsNoSettings() {
        AtomicInteger read = new AtomicInteger();
        Supplier<Settings> settings = () -> {
            read.incrementAndGet();
            return Settings.standard();
        };
        Object plan = new Object();

        PlannedSandboxes.begin(plan, Map.of("[engine:junit-jupiter]/[class:A]", Plain.class), settings, true);

        assertThat(read).hasValue(0);
        assertThat(PlannedSandboxes.of("[engine:junit-jupiter]/[class:A]")).isEmpty();
        PlannedSandboxes.end(plan);
    }

    private static final class Plain {}
}
