// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spurline.Diagnosis;
import dev.spurline.LiveSandbox;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Looks at the log of a fork that has a lot to say. */
final class DiagnosisTestCase {

    private static final int REQUESTS = 25;
    private static final int LAST_LINES = 20;

    private DiagnosisTestCase() {}

    @HouseSandbox
    static class Talkative {

        @Test
        void logsAreOfTheWindowThatIsAskedFor(@Routed("front") RequestSpecification front, LiveSandbox sandbox) {
            IntStream.range(0, REQUESTS).forEach(any -> front.get("/price"));

            assertThat(log(sandbox.diagnosis(Duration.ofHours(1)))).hasSizeGreaterThanOrEqualTo(REQUESTS);
            assertThat(log(sandbox.diagnosis())).hasSize(LAST_LINES);
            await().until(() -> log(sandbox.diagnosis(Duration.ofSeconds(1))).isEmpty());
        }

        private static List<String> log(Diagnosis diagnosis) {
            return diagnosis
                    .files()
                    .getOrDefault("price.log", "")
                    .strip()
                    .lines()
                    .toList();
        }
    }
}
