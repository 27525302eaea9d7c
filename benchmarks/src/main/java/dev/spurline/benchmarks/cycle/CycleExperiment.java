// SPDX-License-Identifier: Apache-2.0
package dev.spurline.benchmarks.cycle;

import dev.spurline.benchmarks.Effort;
import dev.spurline.benchmarks.Experiment;
import dev.spurline.benchmarks.result.FigureGoal;
import dev.spurline.benchmarks.result.FigureUnit;
import dev.spurline.benchmarks.result.Measurement;
import dev.spurline.benchmarks.suite.PricingClasses;
import dev.spurline.benchmarks.suite.SuiteChild;
import dev.spurline.benchmarks.suite.SuiteOrder;
import dev.spurline.benchmarks.suite.SuiteTimes;
import dev.spurline.reliability.jvm.ChildJvm;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From the start of a class to the first response of its fork, beside what people do without Spurline, on one cluster. */
public final class CycleExperiment implements Experiment {

    private static final Logger LOG = LoggerFactory.getLogger(CycleExperiment.class);
    private static final String QUANTITY = "until the first response of the fork";
    private static final String SOONER = "the loop of 5 s takes";
    private static final String FIRST = "Spurline, first class of a JVM";
    private static final String FURTHER = "Spurline, second to sixth class";
    private static final String LOOP = "objects made by hand, looked at every 5 s";
    private static final String SHORT_LOOP = "objects made by hand, looked at every second";

    @Override
    public String name() {
        return "cycles";
    }

    @Override
    public List<Measurement> measure(Effort effort) throws IOException {
        try (MeasuredShop shop = new MeasuredShop()) {
            List<Measurement> figures = new ArrayList<>(measure(shop, effort, "fork in the cluster's JVM", "1"));
            figures.addAll(measure(shop, effort, "fork as a process", MeasuredShop.PROCESS));
            return figures;
        }
    }

    private static List<Measurement> measure(MeasuredShop shop, Effort effort, String group, String tag)
            throws IOException {
        Map<String, List<Double>> values = new LinkedHashMap<>();
        HandMadeFork fork = new HandMadeFork(shop, "shop/pricing:" + tag);
        NamespaceCopy copy = new NamespaceCopy(shop, tag);
        for (int round = 0; round < effort.rounds(); round++) {
            LOG.info("{}, run {}", group, round + 1);
            SuiteTimes times = spurline(shop, effort, tag);
            add(values, FIRST, times.first().get(0));
            add(values, FURTHER, times.further());
            add(values, SHORT_LOOP, fork.untilResponse(Duration.ofSeconds(1)));
            add(values, LOOP, fork.untilResponse(Duration.ofSeconds(5)));
            for (int size : List.of(4, 20, 50)) {
                add(values, "copy of the namespace, %d services".formatted(size), copy.untilResponse(size));
            }
        }
        return figures(group, values);
    }

    private static void add(Map<String, List<Double>> values, String subject, double value) {
        values.computeIfAbsent(subject, first -> new ArrayList<>()).add(value);
    }

    /** In a JVM of its own, as on a developer's machine that tests against a shared cluster. */
    private static SuiteTimes spurline(MeasuredShop shop, Effort effort, String tag) throws IOException {
        Map<String, String> parameters = new HashMap<>(shop.parameters(effort.directory()));
        parameters.put("spurline.image.pricing", "shop/pricing:" + tag);
        try (ChildJvm jvm = SuiteChild.start(effort.directory())) {
            return SuiteOrder.of(PricingClasses.alike().subList(0, 6), parameters)
                    .on(jvm);
        }
    }

    private static List<Measurement> figures(String group, Map<String, List<Double>> values) {
        Map<String, Measurement> times = new LinkedHashMap<>();
        values.forEach((subject, all) ->
                times.put(subject, Measurement.of(group, subject, QUANTITY, FigureUnit.MILLISECONDS, all)));
        List<Measurement> figures = new ArrayList<>(times.values());
        times.forEach((subject, figure) -> {
            Measurement ratio = sooner(group, subject, values);
            figures.add(subject.equals(FURTHER) ? ratio.goal(FigureGoal.atLeast(30)) : ratio);
        });
        return figures;
    }

    private static Measurement sooner(String group, String subject, Map<String, List<Double>> values) {
        Measurement loop =
                Measurement.of(group, subject, SOONER, FigureUnit.MILLISECONDS, values.getOrDefault(LOOP, List.of()));
        return loop.times(
                Measurement.of(
                        group, subject, QUANTITY, FigureUnit.MILLISECONDS, values.getOrDefault(subject, List.of())),
                SOONER);
    }
}
