// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.anchor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spurline.PreflightException;
import dev.spurline.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LeaseTermsTests {

    private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

    @Test
    void aLeaseIsAMinuteUnlessSetOtherwise() {
        assertThat(terms(Map.of()).length()).isEqualTo(Duration.ofSeconds(60));
        assertThat(terms(Map.of("spurline.lease", "20s")).heartbeat()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void aLeaseBelowFiveSecondsIsRefused() {
        assertThatThrownBy(() -> terms(Map.of("spurline.lease", "4s")))
                .isInstanceOf(PreflightException.class)
                .hasMessage("Setting [spurline.lease] is [4s] by test, which is less than 5s");
    }

    @Test
    void aBreakpointDoesNotEndASandbox() {
        LeaseTerms agent = LeaseTerms.of(settings(Map.of()), List.of("-agentlib:jdwp=transport=dt_socket"));
        LeaseTerms setting = terms(Map.of("spurline.debug", "true"));

        assertThat(agent).isEqualTo(new LeaseTerms(Duration.ofMinutes(60), true));
        assertThat(setting).isEqualTo(agent);
    }

    @Test
    void theDeadlineIsALeaseFromNowByTheServersClock() {
        LeaseTerms terms = terms(Map.of());

        long deadline = terms.deadline(START, START.plusSeconds(100), 60);

        assertThat(deadline).isEqualTo(160);
    }

    @Test
    void theDeadlineIsNeverLowered() {
        LeaseTerms terms = terms(Map.of());

        assertThat(terms.deadline(START, START.minusSeconds(3600), 90)).isEqualTo(90);
        assertThat(terms.deadline(START, START, 90)).isEqualTo(90);
    }

    private static LeaseTerms terms(Map<String, String> values) {
        return LeaseTerms.of(settings(values), List.of());
    }

    private static Settings settings(Map<String, String> values) {
        return name -> Optional.ofNullable(values.get(name)).map(text -> new Settings.Value(text, "test"));
    }
}
