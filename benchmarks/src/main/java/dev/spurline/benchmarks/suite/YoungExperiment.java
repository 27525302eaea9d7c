// SPDX-License-Identifier: Apache-2.0
package dev.spurline.benchmarks.suite;

import dev.spurline.benchmarks.Effort;
import dev.spurline.benchmarks.Experiment;
import dev.spurline.benchmarks.result.FigureGoal;
import dev.spurline.benchmarks.result.FigureUnit;
import dev.spurline.benchmarks.result.FigureValues;
import dev.spurline.benchmarks.result.Measurement;
import dev.spurline.benchmarks.suite.SuiteTimes.ClassTimes;
import dev.spurline.examples.shop.ShopCluster;
import dev.spurline.reliability.jvm.ChildJvm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a sandbox costs its class in a JVM that has just begun, and later; the cluster is in that JVM. */
public final class YoungExperiment implements Experiment {

    private static final Logger LOG = LoggerFactory.getLogger(YoungExperiment.class);

    /** More than of other figures: a JVM that still compiles takes now this long, now that. */
    private static final int MORE = 2;

    private static final int CLASSES = 6;
    private static final String GROUP = "cluster and forks in the JVM of the tests";
    private static final String CLUSTER = "first class of the JVM, which starts the cluster";
    private static final String YOUNG = "second to sixth class of the JVM";
    private static final String LATER = "the same after 24 classes";
    private static final String SHARED = "a class that finds its sandbox open";

    @Override
    public String name() {
        return "young";
    }

    @Override
    public List<Measurement> measure(Effort effort) {
        FigureValues first = new FigureValues(GROUP, "class start to first response", FigureUnit.MILLISECONDS);
        FigureValues last = new FigureValues(GROUP, "first response to end of the class", FigureUnit.MILLISECONDS);
        for (int run = 0; run < effort.rounds() + MORE; run++) {
            LOG.info("JVM {}", run + 1);
            try (ChildJvm jvm = SuiteChild.start(effort.directory())) {
                measure(jvm, effort.directory().resolve("report").toString(), first, last);
            }
        }
        List<Measurement> figures = new ArrayList<>();
        figures.add(first.of(CLUSTER));
        figures.add(first.of(YOUNG).goal(FigureGoal.atMost(100)));
        figures.add(first.of(LATER).goal(FigureGoal.atMost(50)));
        figures.add(first.of(SHARED));
        figures.addAll(last.measurements());
        return figures;
    }

    private static void measure(ChildJvm jvm, String report, FigureValues first, FigureValues last) {
        SuiteTimes young = order("class", report).on(jvm);
        first.add(CLUSTER, young.first());
        add(YOUNG, young, first, last);
        for (int round = 1; round < 4; round++) {
            order("class", report).on(jvm);
        }
        add(LATER, order("class", report).on(jvm), first, last);
        add(SHARED, order("run", report).on(jvm), first, last);
    }

    private static void add(String subject, SuiteTimes times, FigureValues first, FigureValues last) {
        first.add(subject, times.further(ClassTimes::first));
        last.add(subject, times.further(ClassTimes::last));
    }

    private static SuiteOrder order(String scope, String report) {
        Map<String, String> parameters = new HashMap<>(Map.of(
                "spurline.cluster", "embedded",
                "spurline.blueprint", ShopCluster.class.getName(),
                "spurline.namespace", "shop"));
        parameters.put("spurline.scope", scope);
        parameters.put("spurline.report", report);
        return SuiteOrder.of(PricingClasses.alike().subList(0, CLASSES), parameters);
    }
}
