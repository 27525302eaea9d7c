// SPDX-License-Identifier: Apache-2.0
package dev.spurline.assertj;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spurline.EvidenceReport;
import dev.spurline.EvidenceReport.ForkEvidence;
import dev.spurline.LiveFork;
import dev.spurline.Workload;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ReachedForksTests {

    @Test
    void whatWasServedBeforeDoesNotCount() {
        ReachedForks reach = reach(
                List.of(fork("cart", 0, 2, Map.of()), fork("pricing", 1, 4, Map.of())),
                List.of(fork("cart", 0, 2, Map.of()), fork("pricing", 1, 5, Map.of())),
                Optional.empty());

        assertThat(reach.reached()).containsExactly(new Workload("deployment", "pricing"));
        assertThat(reach.missing(List.of("pricing"))).isEmpty();
        assertThat(reach.missing(List.of("deployment/pricing", "cart")))
                .contains("Requests did not reach [deployment/cart]; reached were [deployment/pricing]");
        assertThat(reach.otherThan(List.of("pricing"))).isEmpty();
        assertThat(reach.otherThan(List.of())).contains("Requests reached [deployment/pricing], expected were only []");
        assertThat(reach.isNone()).isFalse();
    }

    /** Others may have the sandbox at the same time. */
    @Test
    void whatIsKnownToBeOfAnotherTestDoesNotCount() {
        List<ForkEvidence> before = List.of(fork("cart", 0, 0, Map.of()));

        ReachedForks ofOther = reach(before, List.of(fork("cart", 0, 3, Map.of(8, 3L))), Optional.of(7));
        ReachedForks ofThis = reach(before, List.of(fork("cart", 0, 3, Map.of(7, 3L))), Optional.of(7));
        ReachedForks untold = reach(before, List.of(fork("cart", 0, 3, Map.of())), Optional.of(7));

        assertThat(ofOther.isNone()).isTrue();
        assertThat(ofThis.isNone()).isFalse();
        assertThat(untold.isNone()).isFalse();
    }

    @Test
    void whatCannotBeReadIsNeitherReachedNorUnreached() {
        List<ForkEvidence> unknown =
                List.of(new ForkEvidence(live("cart"), 0, OptionalLong.empty(), "its pod has no proxy", Map.of()));
        ReachedForks reach = reach(unknown, unknown, Optional.empty());

        assertThat(reach.isNone()).isFalse();
        assertThat(reach.missing(List.of("cart")))
                .contains("Whether fork [deployment/cart] was reached cannot be told: its pod has no proxy");
        assertThat(reach.otherThan(List.of()))
                .contains("Whether fork [deployment/cart] was reached cannot be told: its pod has no proxy");
    }

    @Test
    void whatMayKeepRequestsFromAForkIsTold() {
        List<ForkEvidence> forks = List.of(fork("cart", 0, 0, Map.of()).hinting(List.of("Caller [shop] has no proxy")));

        assertThat(reach(forks, forks, Optional.empty()).missing(List.of("cart")))
                .contains("Requests did not reach [deployment/cart]; reached were []. Caller [shop] has no proxy");
    }

    @Test
    void anUnknownForkIsRefused() {
        ReachedForks reach = reach(List.of(), List.of(fork("cart", 0, 0, Map.of())), Optional.empty());

        assertThatThrownBy(() -> reach.missing(List.of("pricing")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("[pricing] is no fork of the sandbox, which has [deployment/cart]");
    }

    private static ReachedForks reach(List<ForkEvidence> before, List<ForkEvidence> after, Optional<Integer> test) {
        return new ReachedForks("Requests", new EvidenceReport(before), new EvidenceReport(after), test);
    }

    private static ForkEvidence fork(String name, long direct, long routed, Map<Integer, Long> byTest) {
        return new ForkEvidence(live(name), direct, OptionalLong.of(routed), "", byTest);
    }

    private static LiveFork live(String name) {
        return new LiveFork(
                new Workload("deployment", name), name + "-k7f3q5tbma", name + "-1", "shop/" + name, "", Duration.ZERO);
    }
}
