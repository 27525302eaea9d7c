// SPDX-License-Identifier: Apache-2.0
package dev.spurline.benchmarks.suite;

import dev.spurline.benchmarks.Effort;
import dev.spurline.benchmarks.Experiment;
import dev.spurline.benchmarks.cycle.MeasuredShop;
import dev.spurline.benchmarks.result.FigureGoal;
import dev.spurline.benchmarks.result.FigureUnit;
import dev.spurline.benchmarks.result.FigureValues;
import dev.spurline.benchmarks.result.Measurement;
import dev.spurline.benchmarks.suite.SuiteRuns.SuiteRun;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fifty classes that ask for five different sandboxes: each its own, or shared; in one JVM, or in four at once. */
public final class SuiteExperiment implements Experiment {

    private static final Logger LOG = LoggerFactory.getLogger(SuiteExperiment.class);
    private static final int CLASSES = 50;
    private static final int SPECS = 5;
    private static final String GROUP = "fifty classes, five specs";
    private static final String ADDED = "added wall time";
    private static final String SANDBOXES = "different sandboxes";
    private static final String ONE = "one class alone";

    @Override
    public String name() {
        return "suite";
    }

    @Override
    public List<Measurement> measure(Effort effort) throws IOException {
        FigureValues added = new FigureValues(GROUP, ADDED, FigureUnit.MILLISECONDS);
        FigureValues opened = new FigureValues(GROUP, SANDBOXES, FigureUnit.COUNT);
        try (MeasuredShop shop = new MeasuredShop()) {
            SuiteRuns runs = new SuiteRuns(
                    effort.directory(),
                    shop.parameters(effort.directory()),
                    shop.storefront().toString());
            for (int round = 0; round < effort.rounds(); round++) {
                LOG.info("run {}", round + 1);
                add(ONE, runs.sandboxes(1, 1, "class"), runs.plain(1, 1), added, opened);
                for (int jvms : List.of(1, 4)) {
                    SuiteRun plain = runs.plain(CLASSES, jvms);
                    add(subject("class", jvms), runs.sandboxes(CLASSES, jvms, "class"), plain, added, opened);
                    add(subject("run", jvms), runs.sandboxes(CLASSES, jvms, "run"), plain, added, opened);
                }
            }
        }
        return figures(added, opened);
    }

    private static void add(String subject, SuiteRun run, SuiteRun plain, FigureValues added, FigureValues opened) {
        added.add(subject, run.wall() - plain.wall());
        opened.add(subject, run.sandboxes());
    }

    private static String subject(String scope, int jvms) {
        return "spurline.scope=%s, %d JVM%s".formatted(scope, jvms, jvms == 1 ? "" : "s");
    }

    private static List<Measurement> figures(FigureValues added, FigureValues opened) {
        List<Measurement> figures = new ArrayList<>(added.measurements());
        for (Measurement count : opened.measurements()) {
            figures.add(shared(count) ? count.goal(FigureGoal.atMost(SPECS)) : count);
        }
        Measurement one = added.of(ONE);
        for (Measurement wall : added.measurements()) {
            Measurement ratio = wall.times(one, "of that of one class");
            figures.add(shared(wall) ? ratio.goal(FigureGoal.atMost(1.1)) : ratio);
        }
        return figures;
    }

    private static boolean shared(Measurement figure) {
        return figure.subject().contains("=run");
    }
}
