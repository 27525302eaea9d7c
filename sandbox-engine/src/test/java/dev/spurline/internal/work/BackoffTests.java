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
package dev.spurline.internal.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTests {

    @Test
    void doublesUpToTenSeconds() {
        Backoff backoff = new Backoff(() -> 1);

        assertThat(IntStream.range(0, 9).mapToObj(failure -> backoff.next().toMillis()))
                .containsExactly(100L, 200L, 400L, 800L, 1600L, 3200L, 6400L, 10000L, 10000L);
    }

    @Test
    void isShortenedByChanceToHalfAtMost() {
        assertThat(new Backoff(() -> 0).next()).isEqualTo(Duration.ofMillis(50));
        assertThat(new Backoff(() -> 0.5).next()).isEqualTo(Duration.ofMillis(75));
    }

    @Test
    void beginsAnewAfterSuccess() {
        Backoff backoff = new Backoff(() -> 1);
        backoff.next();
        backoff.next();

        backoff.reset();

        assertThat(backoff.next()).isEqualTo(Duration.ofMillis(100));
    }
}
