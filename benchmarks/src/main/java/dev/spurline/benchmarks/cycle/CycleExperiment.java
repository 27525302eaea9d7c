// SPDX-License-Identifier: Apache-2.0
package dev.spurline.benchmarks.cycle;

import dev.spurline.benchmarks.Effort;
import dev.spurline.benchmarks.Experiment;
import dev.spurline.benchmarks.result.FigureGoal;
import dev.spurline.benchmarks.result.FigureUnit;
import dev.spurline.benchmarks.result.FigureValues;
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
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From the start of a class to the first response of its fork, beside what people do without Spurline, on one cluster. */
public final class CycleExperiment implements Experiment {

    private static final Logger LOG = LoggerFactory.getLogger(CycleExperiment.class);
    private static final String QUANTITY = "until the first response of the fork";
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
        FigureValues values = new FigureValues(group, QUANTITY, FigureUnit.MILLISECONDS);
        HandMadeFork fork = new HandMadeFork(shop, "shop/pricing:" + tag);
        NamespaceCopy copy = new NamespaceCopy(shop, tag);
        for (int round = 0; round < effort.rounds(); round++) {
            LOG.info("{}, run {}", group, round + 1);
            SuiteTimes times = spurline(shop, effort, tag);
            values.add(FIRST, times.first());
            values.add(FURTHER, times.further(SuiteTimes.ClassTimes::first));
            values.add(SHORT_LOOP, fork.untilResponse(Duration.ofSeconds(1)));
            values.add(LOOP, fork.untilResponse(Duration.ofSeconds(5)));
            for (int size : List.of(4, 20, 50)) {
                values.add("copy of the namespace, %d services".formatted(size), copy.untilResponse(size));
            }
        }
        return figures(values);
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

    private static List<Measurement> figures(FigureValues values) {
        List<Measurement> figures = new ArrayList<>(values.measurements());
        for (Measurement time : values.measurements()) {
            Measurement ratio = values.of(LOOP).over(time, "the loop of 5 s takes");
            figures.add(time.subject().equals(FURTHER) ? ratio.goal(FigureGoal.atLeast(30)) : ratio);
        }
        return figures;
    }
}
