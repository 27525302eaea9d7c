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
package dev.spurline.embedded.internal.controllers.runtime;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Times as the API writes them: UTC, whole seconds. */
public final class Times {

    private Times() {}

    /** Returns the present second. */
    public static String now() {
        return of(Instant.now());
    }

    /** Returns the second that an instant lies in. */
    public static String of(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Returns an API time as an instant; the epoch if there is none. */
    public static Instant parse(@Nullable String time) {
        return time == null ? Instant.EPOCH : Instant.parse(time);
    }

    /** Returns how long it is until then, zero if it has passed. */
    public static Duration until(Instant then, Instant now) {
        return then.isAfter(now) ? Duration.between(now, then) : Duration.ZERO;
    }
}
