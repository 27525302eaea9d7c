// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.PrintStream;
import java.util.stream.LongStream;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

/** The main class of a JVM that runs a suite without any sandbox, and tells what it saw. */
final class BystanderRun {

    private static final int RUNS = 21;

    private BystanderRun() {}

    public static void main(String[] args) {
        PrintStream out = System.out;
        long[] micros = LongStream.range(0, RUNS).map(any -> run()).sorted().toArray();
        out.println("micros=" + micros[RUNS / 2]);
        Thread.getAllStackTraces().keySet().forEach(thread -> out.println("thread=" + thread.getName()));
    }

    private static long run() {
        long start = System.nanoTime();
        Events tests = EngineTestKit.engine("junit-jupiter")
                .configurationParameter("junit.jupiter.extensions.autodetection.enabled", "true")
                .selectors(selectClass(BystanderTestCase.class))
                .execute()
                .testEvents();
        long micros = (System.nanoTime() - start) / 1000;
        if (tests.succeeded().count() != 2) {
            throw new IllegalStateException(
                    "Not all passed: " + tests.stream().map(Event::toString).toList());
        }
        return micros;
    }
}
