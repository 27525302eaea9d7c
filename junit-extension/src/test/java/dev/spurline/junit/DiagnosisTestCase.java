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
