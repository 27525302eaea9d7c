// SPDX-License-Identifier: Apache-2.0
package dev.spurline.benchmarks.scale;

import dev.spurline.benchmarks.Effort;
import dev.spurline.benchmarks.Experiment;
import dev.spurline.benchmarks.result.Measurement;
import dev.spurline.reliability.bed.LaneRoutes;
import dev.spurline.reliability.bed.TestBed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One sandbox more beside 1, 10, 100 and 1,000 that live, on one Service and spread over fifty, by routing style. */
public final class ScaleExperiment implements Experiment {

    private static final Logger LOG = LoggerFactory.getLogger(ScaleExperiment.class);
    private static final int REQUESTS = 100;

    /** Longer than a heartbeat of the lease of a minute. */
    private static final Duration REST = Duration.ofSeconds(16);

    @Override
    public String name() {
        return "scale";
    }

    @Override
    public List<Measurement> measure(Effort effort) throws IOException {
        List<Measurement> figures = new ArrayList<>();
        for (LaneRoutes routes : effort.styles()) {
            for (int services : List.of(1, 50)) {
                LOG.info("{}, over {} Services", routes, services);
                figures.addAll(measure(effort, routes, services));
            }
        }
        return figures;
    }

    private static List<Measurement> measure(Effort effort, LaneRoutes routes, int services) throws IOException {
        ScaleTable table =
                new ScaleTable("%s, on %s".formatted(routes, services == 1 ? "one Service" : services + " Services"));
        try (TestBed bed = bed(effort, routes, services);
                ScaleHarness harness = new ScaleHarness(
                        bed,
                        routes,
                        services,
                        new ScaleHarness.Repeats(effort.rounds(), REQUESTS, REST),
                        effort.directory())) {
            Stream.of(0, 1, 10, 100, 1000)
                    .filter(live -> live <= effort.sandboxes())
                    .peek(live -> LOG.info("{} sandboxes", live))
                    .map(harness::at)
                    .forEach(table::add);
            harness.end();
        }
        return table.figures();
    }

    private static TestBed bed(Effort effort, LaneRoutes routes, int services) throws IOException {
        Path directory = effort.directory();
        return effort.kubeconfig().isPresent()
                ? TestBed.attach(
                        directory,
                        Files.readString(effort.kubeconfig().orElseThrow()),
                        ScaleOrder.lanes(routes, services))
                : TestBed.start(directory, ScaleOrder.lanes(routes, services));
    }
}
