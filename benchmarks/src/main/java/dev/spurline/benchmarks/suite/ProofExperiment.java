// SPDX-License-Identifier: Apache-2.0
package dev.spurline.benchmarks.suite;

import dev.spurline.benchmarks.Effort;
import dev.spurline.benchmarks.Experiment;
import dev.spurline.benchmarks.result.FigureGoal;
import dev.spurline.benchmarks.result.FigureUnit;
import dev.spurline.benchmarks.result.FigureValues;
import dev.spurline.benchmarks.result.Measurement;
import dev.spurline.examples.shop.ShopCluster;
import dev.spurline.reliability.jvm.ChildJvm;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What it costs the shop's own tests that they prove to have reached their forks, and that the run leaves a report. */
public final class ProofExperiment implements Experiment {

    private static final Logger LOG = LoggerFactory.getLogger(ProofExperiment.class);

    /** What is looked for is a twentieth, and JVMs that are new differ by more from one to the next. */
    private static final int FEWEST = 10;

    private static final String GROUP = "the shop's tests, each time in a new JVM";
    private static final String WITH = "with evidence and report, as by default";
    private static final String WITHOUT = "without either";

    private static final List<String> CLASSES = Stream.of(
                    "DiscountIT",
                    "GreetingIT",
                    "OnlyTheTotalIT",
                    "ParallelFortyIT",
                    "ParallelThirtyIT",
                    "SaleImageIT",
                    "TwoServicesIT")
            .map(name -> ShopCluster.class.getPackageName() + "." + name)
            .toList();

    private static final Map<String, String> OFF =
            Map.of("spurline.evidence", "off", "spurline.report", "off", "spurline.trace", "on-request");

    @Override
    public String name() {
        return "proofs";
    }

    @Override
    public List<Measurement> measure(Effort effort) {
        FigureValues wall = new FigureValues(GROUP, "first class to the end of the run", FigureUnit.MILLISECONDS);
        Map<String, String> on =
                Map.of("spurline.report", effort.directory().resolve("report").toString());
        // The first JVM reads all files for the first time.
        run(effort.directory(), on);
        for (int round = 0; round < Math.max(FEWEST, effort.rounds()); round++) {
            LOG.info("Pair {}", round + 1);
            boolean first = round % 2 == 0;
            double one = run(effort.directory(), first ? on : OFF);
            double other = run(effort.directory(), first ? OFF : on);
            wall.add(WITH, first ? one : other);
            wall.add(WITHOUT, first ? other : one);
        }
        Measurement with = wall.of(WITH);
        Measurement without = wall.of(WITHOUT);
        return List.of(with, without, with.times(without, "of the same without").goal(FigureGoal.atMost(1.05)));
    }

    private static double run(Path directory, Map<String, String> proofs) {
        Map<String, String> parameters = new HashMap<>(Map.of(
                "spurline.cluster", "embedded",
                "spurline.blueprint", ShopCluster.class.getName(),
                "spurline.namespace", "shop"));
        parameters.putAll(proofs);
        try (ChildJvm jvm = SuiteChild.start(directory)) {
            return new SuiteOrder(CLASSES, parameters, 0).on(jvm).wall();
        }
    }
}
