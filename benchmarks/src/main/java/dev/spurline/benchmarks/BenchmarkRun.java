// SPDX-License-Identifier: Apache-2.0
package dev.spurline.benchmarks;

import dev.spurline.benchmarks.cycle.CycleExperiment;
import dev.spurline.benchmarks.envoy.EnvoyExperiment;
import dev.spurline.benchmarks.page.BenchmarksPage;
import dev.spurline.benchmarks.pure.PureExperiment;
import dev.spurline.benchmarks.result.ExperimentResult;
import dev.spurline.benchmarks.result.Measurement;
import dev.spurline.benchmarks.scale.ScaleExperiment;
import dev.spurline.benchmarks.suite.ProofExperiment;
import dev.spurline.benchmarks.suite.SuiteExperiment;
import dev.spurline.benchmarks.suite.YoungExperiment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
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
            new ProofExperiment(),
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
        try {
            run(chosen(arguments[0]), Effort.ofProperties(directory));
        } finally {
            delete(directory);
        }
        new BenchmarksPage(DOCS).write(RESULTS);
        LOG.info("Wrote [{}]", DOCS.resolve("benchmarks.md"));
        System.exit(0);
    }

    /** What could not be measured leaves the file of another time as it is. */
    private static void run(List<Experiment> experiments, Effort effort) throws IOException {
        for (Experiment experiment : experiments) {
            LOG.info("Measures [{}]", experiment.name());
            List<Measurement> figures = experiment.measure(effort);
            if (!figures.isEmpty()) {
                ExperimentResult.today(experiment.name(), figures).write(RESULTS);
            }
        }
    }

    /** There are kubeconfigs in it. */
    private static void delete(Path directory) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(directory)) {
            files = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
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
