// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Evidence in each kind of mesh: it is there where the fork was reached, and nowhere else. */
class MeteredHouseTests {

    private static final LogLines LOG = new LogLines();
    private static TestRun run;

    @BeforeAll
    static void runAll() {
        Class<?>[] all = Stream.of(MeteredHouseTestCase.class.getDeclaredClasses())
                .filter(type -> type.isAnnotationPresent(Sandbox.class))
                .toArray(Class<?>[]::new);
        List<TestRun> runs = new ArrayList<>();
        LOG.during(() -> runs.add(TestRun.of(all)));
        run = runs.get(0);
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                MeteredHouseTestCase.IstioReaches.class,
                MeteredHouseTestCase.StockEnvoyReaches.class,
                MeteredHouseTestCase.CountersReach.class,
                MeteredHouseTestCase.DisabledReaches.class,
                MeteredHouseTestCase.ProbesLeftReaches.class,
                MeteredHouseTestCase.LinkerdReaches.class,
                MeteredHouseTestCase.ForgetfulLinkerdReaches.class,
                MeteredHouseTestCase.OldLinkerdReaches.class
            })
    void aForkThatWasReachedIsProven(Class<?> type) {
        assertThat(run.messages(type)).isEmpty();
        assertThat(run.passed(type)).isEqualTo(1);
        assertThat(LOG.warnings()).noneMatch(line -> line.contains("[" + type.getName() + "]"));
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                MeteredHouseTestCase.IstioNeverArrives.class,
                MeteredHouseTestCase.StockEnvoyNeverArrives.class,
                MeteredHouseTestCase.CountersNeverArrive.class,
                MeteredHouseTestCase.DisabledNeverArrives.class,
                MeteredHouseTestCase.LinkerdNeverArrives.class,
                MeteredHouseTestCase.OldLinkerdNeverArrives.class
            })
    void aForkThatWasNotReachedFailsTheClass(Class<?> type) {
        assertThat(run.messages(type))
                .singleElement()
                .asString()
                .startsWith("No request of [%s] reached fork [deployment/price], so its tests prove nothing about it:"
                        .formatted(type.getName()));
        assertThat(run.passed(type)).isEqualTo(1);
    }

    @Test
    void whatMayBeProbesIsNoProof() {
        Class<?> type = MeteredHouseTestCase.ProbesLeftNeverArrives.class;

        assertThat(run.messages(type)).isEmpty();
        assertThat(LOG.warnings())
                .filteredOn(line -> line.contains("[" + type.getName() + "]"))
                .singleElement()
                .asString()
                .matches(
                        ".* is unknown: pod \\[price-[-a-z0-9]+] does not tell: what it has counted may all be requests of"
                                + " others: the kubelet's readinessProbe of container \\[price] goes through the proxy");
    }
}
