// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.trace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TraceReportTests {

    @Test
    void whoAlsoCallsWithTheKeyMayCallForRequestsOfOthers() {
        assertThat(TraceReport.innocent(30))
                .isEqualTo("these may be calls of its own, or for the [30] other requests that it received meanwhile");
        assertThat(TraceReport.innocent(0)).isEqualTo("these may be calls of its own");
    }
}
