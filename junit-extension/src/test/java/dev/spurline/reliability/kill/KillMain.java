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
package dev.spurline.reliability.kill;

import dev.spurline.reliability.bed.Bed;
import dev.spurline.reliability.bed.Lane;
import dev.spurline.reliability.bed.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the whole kill harness on any cluster that has controllers of its own: {@code KillMain --kubeconfig FILE}. */
final class KillMain {

    private static final Logger LOG = LoggerFactory.getLogger(KillMain.class);

    private KillMain() {}

    /** Runs it, and ends with 1 if something was left or changed. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2 || !arguments[0].equals("--kubeconfig")) {
            throw new IllegalArgumentException("Usage: KillMain --kubeconfig FILE");
        }
        Path directory = Files.createTempDirectory("kill");
        List<Lane> lanes = Lane.count(8, number -> number % 2 == 1);
        boolean harmless;
        try (Bed bed = Bed.attach(directory, Files.readString(Path.of(arguments[1])), lanes);
                KillHarness harness = new KillHarness(bed, directory)) {
            KillReport report = harness.run(harness.points(Shape.all()), Track.LIMIT);
            LOG.info("{}", report);
            harmless = report.failed().isEmpty() && report.differences().isEmpty();
        }
        System.exit(harmless ? 0 : 1);
    }
}
