// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.ForkSpec;
import dev.spurline.internal.routing.RoutePlanner;
import dev.spurline.internal.survey.Survey;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measures the processor time of planning one sandbox in a namespace with many Services and routes of others. */
class PlanningFigures extends PlanTestCase {

    private static final Logger LOG = LoggerFactory.getLogger(PlanningFigures.class);
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int WARM_UP = 50;
    private static final int ROUNDS = 9;

    @Test
    void servicesAndRoutes() {
        IntStream.range(0, WARM_UP).forEach(round -> measure(new CrowdedNamespace(300), 1));

        Duration hundreds = measure(new CrowdedNamespace(300), ROUNDS);
        Duration thousands = measure(new CrowdedNamespace(3_000), ROUNDS);

        LOG.info(
                "Planning takes {} ms of processor time with 300 Services and 300 routes, {} ms with 3,000 and 3,000: {} times",
                hundreds.toNanos() / 1e6,
                thousands.toNanos() / 1e6,
                (double) thousands.toNanos() / hundreds.toNanos());
        assertThat(hundreds).isLessThanOrEqualTo(Duration.ofMillis(40));
        assertThat(thousands).isLessThanOrEqualTo(hundreds.multipliedBy(12));
    }

    private static Duration measure(CrowdedNamespace namespace, int rounds) {
        long[] times = LongStream.range(0, rounds)
                .map(round -> time(namespace.survey()))
                .sorted()
                .toArray();
        return Duration.ofNanos(times[rounds / 2]);
    }

    private static long time(Survey survey) {
        long begun = THREADS.getCurrentThreadCpuTime();
        RoutePlanner.callersHomes(survey);
        SandboxPlan plan = plan(survey, ForkSpec.of("pricing").env("DISCOUNT", "10"));
        long ended = THREADS.getCurrentThreadCpuTime();
        assertThat(plan.routes()).hasSize(1);
        return ended - begun;
    }
}
