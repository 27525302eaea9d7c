// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.junit.internal.TestLedger.Outcome;
import dev.spurline.junit.internal.TestLedger.Summary;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TestLedgerTests {

    private final TestLedger ledger = TestLedger.alone();

    @Test
    void countsWhatTestsSent() {
        ledger.begin("a", "a()");
        ledger.begin("b", "b()");
        ledger.sent(Optional.of("a"));
        ledger.sent(Optional.of("b"));
        ledger.end("a", Outcome.PASSED);
        ledger.end("b", Outcome.FAILED);

        assertThat(ledger.summary()).isEqualTo(new Summary(1, 1, 2, 1, List.of()));
    }

    @Test
    void givesASharedClientsRequestsToTheOnlyTestThatRuns() {
        ledger.begin("a", "a()");
        ledger.sent(Optional.empty());
        ledger.end("a", Outcome.FAILED);

        assertThat(ledger.summary()).isEqualTo(new Summary(0, 1, 1, 0, List.of()));
    }

    @Test
    void namesNoTestWhereItCannotTell() {
        ledger.begin("a", "a()");
        ledger.begin("b", "b()");

        assertThat(ledger.number(Optional.empty())).isEmpty();
        assertThat(ledger.number(Optional.of("b"))).isEqualTo(OptionalInt.of(2));
    }

    @Test
    void remembersAFailedDynamicTestAfterItsFactoryEnds() {
        ledger.begin("factory", "factory()");
        ledger.end("factory", Outcome.FAILED);
        ledger.end("factory", Outcome.PASSED);

        assertThat(ledger.summary()).isEqualTo(new Summary(0, 1, 0, 0, List.of()));
    }
}
