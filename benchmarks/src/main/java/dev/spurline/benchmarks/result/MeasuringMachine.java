// SPDX-License-Identifier: Apache-2.0
package dev.spurline.benchmarks.result;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * On what something was measured.
 *
 * @param processors how many it has
 * @param model what they are; empty where the system does not say
 * @param memory in GiB
 * @param system the operating system
 * @param java the version of Java
 */
public record MeasuringMachine(int processors, String model, long memory, String system, String java) {

    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    /** Describes this machine. */
    public static MeasuringMachine here() {
        long bytes = ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getTotalMemorySize();
        return new MeasuringMachine(
                Runtime.getRuntime().availableProcessors(),
                hereModel(),
                Math.round(bytes / Math.pow(1024, 3)),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                System.getProperty("java.version"));
    }

    private static String hereModel() {
        if (!Files.isReadable(PROCESSORS)) {
            return "";
        }
        try (Stream<String> lines = Files.lines(PROCESSORS)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    /** Returns the machine in a sentence's words. */
    public String text() {
        return "%d processors%s, %d GiB of memory, %s, Java %s"
                .formatted(processors, model.isEmpty() ? "" : " (" + model + ")", memory, system, java);
    }
}
