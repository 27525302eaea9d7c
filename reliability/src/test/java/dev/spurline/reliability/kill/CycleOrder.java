// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.kill;

import dev.spurline.SandboxSpec;
import dev.spurline.reliability.bed.SandboxShape;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a child JVM shall do; it fits into a line.
 *
 * @param settings the settings of its engine
 * @param home the sandbox's namespace
 * @param key the routing key; empty for the one that the JVMs of a run compute
 * @param workloads what to fork
 * @param timeout how long opening may take
 */
record CycleOrder(Map<String, String> settings, String home, String key, List<String> workloads, Duration timeout) {

    String line() {
        String text = settings.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(";"));
        return String.join("|", text, home, key, String.join(",", workloads), String.valueOf(timeout.toMillis()));
    }

    static CycleOrder parse(String line) {
        String[] parts = line.split("\\|", -1);
        Map<String, String> settings = new HashMap<>();
        for (String setting : parts[0].split(";", -1)) {
            settings.put(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
        }
        return new CycleOrder(
                settings,
                parts[1],
                parts[2],
                Arrays.asList(parts[3].split(",", -1)),
                Duration.ofMillis(Long.parseLong(parts[4])));
    }

    SandboxSpec spec() {
        return SandboxShape.spec(workloads, home, key, timeout);
    }
}
