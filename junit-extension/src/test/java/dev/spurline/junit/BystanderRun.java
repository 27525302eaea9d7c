/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
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
