// SPDX-License-Identifier: Apache-2.0
package dev.spurline.benchmarks;

import dev.spurline.benchmarks.cycle.CycleExperiment;
import dev.spurline.benchmarks.envoy.EnvoyExperiment;
import dev.spurline.benchmarks.page.BenchmarksPage;
import dev.spurline.benchmarks.pure.PureExperiment;
import dev.spurline.benchmarks.result.ExperimentResult;
import dev.spurline.benchmarks.scale.ScaleExperiment;
import dev.spurline.benchmarks.suite.SuiteExperiment;
import dev.spurline.benchmarks.suite.YoungExperiment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The program: runs experiments, writes what they measure to files, and makes the tables and charts of docs/benchmarks.md of
 * all files that are there. It runs in the directory of its module.
 */
public final class BenchmarkRun {

    private static final Logger LOG = LoggerFactory.getLogger(BenchmarkRun.class);
    private static final List<Experiment> EXPERIMENTS = List.of(
            new YoungExperiment(),
            new CycleExperiment(),
            new SuiteExperiment(),
            new PureExperiment(),
            new ScaleExperiment(),
            new EnvoyExperiment());
    private static final Path RESULTS = Path.of("results");
    private static final Path DOCS = Path.of("..", "docs");

    private BenchmarkRun() {}

    /**
     * Runs.
     *
     * @param arguments the names of experiments, with commas between; {@code all}, or {@code none} for the pages alone
     */
    public static void main(String... arguments) throws IOException {
        Path directory = Files.createTempDirectory("benchmarks");
        Effort effort = Effort.ofProperties(directory);
        for (Experiment experiment : chosen(arguments[0])) {
            LOG.info("Measures [{}]", experiment.name());
            ExperimentResult.today(experiment.name(), experiment.measure(effort))
                    .write(RESULTS);
        }
        new BenchmarksPage(DOCS).write(RESULTS);
        LOG.info("Wrote [{}]", DOCS.resolve("benchmarks.md"));
        System.exit(0);
    }

    private static List<Experiment> chosen(String names) {
        List<String> known = EXPERIMENTS.stream().map(Experiment::name).toList();
        List<String> wanted = switch (names) {
            case "all" -> known;
            case "none" -> List.of();
            default -> Arrays.asList(names.split(","));
        };
        if (!known.containsAll(wanted)) {
            throw new IllegalArgumentException(
                    "No experiments %s: -Dbenchmarks takes all, none, or some of %s".formatted(wanted, known));
        }
        return EXPERIMENTS.stream()
                .filter(experiment -> wanted.contains(experiment.name()))
                .toList();
    }
}
