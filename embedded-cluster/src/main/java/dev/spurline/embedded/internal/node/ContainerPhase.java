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
package dev.spurline.embedded.internal.node;

import java.time.Instant;
import java.util.Optional;

/** What a container is doing, as its status tells. */
sealed interface ContainerPhase {

    /** It has not been started yet, or not again. */
    record Waiting(String reason, Optional<String> message) implements ContainerPhase {

        static Waiting because(String reason) {
            return new Waiting(reason, Optional.empty());
        }

        static Waiting because(String reason, String message) {
            return new Waiting(reason, Optional.of(message));
        }
    }

    /** It runs. */
    record Running(Instant since) implements ContainerPhase {}

    /** It has ended. */
    record Ended(int code, String reason, Optional<String> message, Instant since, Instant at, String id)
            implements ContainerPhase {

        static Ended of(int code, Instant since, Instant at, String id) {
            return new Ended(code, code == 0 ? "Completed" : "Error", Optional.empty(), since, at, id);
        }
    }
}
