// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.container;

import java.time.Instant;
import java.util.Optional;

/** What a container is doing, as its status tells. */
public sealed interface ContainerPhase {

    /** It has not been started yet, or not again. */
    record Waiting(String reason, Optional<String> message) implements ContainerPhase {

        public static Waiting because(String reason) {
            return new Waiting(reason, Optional.empty());
        }

        public static Waiting because(String reason, String message) {
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
