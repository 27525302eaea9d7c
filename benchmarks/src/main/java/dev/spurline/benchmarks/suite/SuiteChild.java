// SPDX-License-Identifier: Apache-2.0
package dev.spurline.benchmarks.suite;

import dev.spurline.reliability.jvm.ChildJvm;
import dev.spurline.reliability.jvm.ParentLine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** The main program of a JVM that runs test classes as often as it is told to. */
public final class SuiteChild {

    /** As a build of Spurline's own starts its test JVMs, but for what surefire adds. */
    private static final List<String> OPTIONS = List.of(
            "-XX:ReservedCodeCacheSize=240m",
            "-XX:MetaspaceSize=128m",
            "-Xmx1g",
            "-Xms512m",
            "-Xmn256m",
            "-Dsun.net.httpserver.nodelay=true",
            "-Dlogback.configurationFile=logback.xml",
            "-cp",
            System.getProperty("java.class.path"));

    private SuiteChild() {}

    /** Starts such a JVM. */
    public static ChildJvm start(Path directory) {
        return ChildJvm.start(directory, SuiteChild.class, OPTIONS);
    }

    /** Obeys orders until the line is closed. */
    public static void main(String[] arguments) throws IOException {
        try (ParentLine parent = new ParentLine(arguments[0])) {
            for (Optional<String> line = parent.awaitOrder(); line.isPresent(); line = parent.hear()) {
                parent.say(SuiteLine.write(run(SuiteLine.read(line.get(), SuiteOrder.class))));
            }
        }
        System.exit(0);
    }

    private static SuiteTimes run(SuiteOrder order) {
        PricingClasses.RESPONDED.clear();
        PricingClasses.KEYS.clear();
        PricingClasses.pause = order.pause();
        PlainRequests.tests = Integer.parseInt(order.parameters().getOrDefault(SuiteOrder.PLAIN_TESTS, "0"));
        PlainRequests.entry = order.parameters().getOrDefault(SuiteOrder.PLAIN_ENTRY, "");
        SuiteStopwatch stopwatch = new SuiteStopwatch();
        LauncherFactory.create().execute(request(order), stopwatch);
        return stopwatch.times(timed(order), PricingClasses.RESPONDED, PricingClasses.KEYS);
    }

    /** Tests of users do not say when their response has come. */
    private static List<String> timed(SuiteOrder order) {
        return order.classes().stream()
                .filter(name -> name.startsWith(SuiteChild.class.getPackageName()))
                .toList();
    }

    private static LauncherDiscoveryRequest request(SuiteOrder order) {
        return LauncherDiscoveryRequestBuilder.request()
                .selectors(order.classes().stream()
                        .map(DiscoverySelectors::selectClass)
                        .toList())
                .configurationParameters(order.parameters())
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "false")
                // What the shop's own tests bring along.
                .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "false")
                .configurationParameter("junit.platform.execution.listeners.deactivate", "dev.spurline.examples.*")
                .build();
    }
}
