// SPDX-License-Identifier: Apache-2.0
package dev.spurline.benchmarks.pure;

import dev.spurline.benchmarks.Effort;
import dev.spurline.benchmarks.Experiment;
import dev.spurline.benchmarks.result.FigureUnit;
import dev.spurline.benchmarks.result.Measurement;
import dev.spurline.reliability.bed.LaneRoutes;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs {@link PureBenchmark}, each of its values from a JVM of its own. */
public final class PureExperiment implements Experiment {

    private static final TimeValue MOMENT = TimeValue.milliseconds(200);
    private static final Map<String, String> COLUMNS =
            Map.of("plan", "plan of one sandbox", "routes", "its routes alone", "matchKey", "looking for a key");

    @Override
    public String name() {
        return "pure";
    }

    @Override
    public List<Measurement> measure(Effort effort) {
        try {
            Collection<RunResult> results = new Runner(new OptionsBuilder()
                            .include("\\." + PureBenchmark.class.getSimpleName() + "\\.")
                            .forks(effort.rounds())
                            .warmupIterations(3)
                            .warmupTime(MOMENT)
                            .measurementIterations(1)
                            .measurementTime(MOMENT)
                            .verbosity(VerboseMode.SILENT)
                            .build())
                    .run();
            return results.stream().map(PureExperiment::measurement).toList();
        } catch (RunnerException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Measurement measurement(RunResult result) {
        String method = result.getPrimaryResult().getLabel();
        List<Double> values = result.getBenchmarkResults().stream()
                .map(BenchmarkResult::getIterationResults)
                .flatMap(Collection::stream)
                .map(IterationResult::getPrimaryResult)
                .map(iteration -> iteration.getScore())
                .toList();
        String quantity = COLUMNS.getOrDefault(method, method);
        String key = result.getParams().getParam("key");
        return key != null
                ? Measurement.of(
                        "header of about a hundred characters",
                        "with " + key,
                        quantity,
                        FigureUnit.MICROSECONDS,
                        values)
                : Measurement.of("routes of others", routes(result), quantity, FigureUnit.MICROSECONDS, values);
    }

    private static String routes(RunResult result) {
        return LaneRoutes.valueOf(result.getParams().getParam("routes")).toString();
    }
}
