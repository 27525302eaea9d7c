/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.spurline.junit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spurline.junit.internal.Ledger.Outcome;
import dev.spurline.junit.internal.Ledger.Summary;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class LedgerTests {

    private final Ledger ledger = new Ledger();

    @Test
    void countsWhatTestsSent() {
        ledger.begin("a");
        ledger.begin("b");
        ledger.sent(Optional.of("a"));
        ledger.sent(Optional.of("b"));
        ledger.end("a", Outcome.PASSED);
        ledger.end("b", Outcome.FAILED);

        assertThat(ledger.summary()).isEqualTo(new Summary(1, 1, 2, 1));
    }

    @Test
    void givesASharedClientsRequestsToTheOnlyTestThatRuns() {
        ledger.begin("a");
        ledger.sent(Optional.empty());
        ledger.end("a", Outcome.FAILED);

        assertThat(ledger.summary()).isEqualTo(new Summary(0, 1, 1, 0));
    }

    @Test
    void namesNoTestWhereItCannotTell() {
        ledger.begin("a");
        ledger.begin("b");

        assertThat(ledger.number(Optional.empty())).isEmpty();
        assertThat(ledger.number(Optional.of("b"))).isEqualTo(OptionalInt.of(2));
    }

    @Test
    void remembersAFailedDynamicTestAfterItsFactoryEnds() {
        ledger.begin("factory");
        ledger.end("factory", Outcome.FAILED);
        ledger.end("factory", Outcome.PASSED);

        assertThat(ledger.summary()).isEqualTo(new Summary(0, 1, 0, 0));
    }
}
