// SPDX-License-Identifier: Apache-2.0
package dev.spurline.residue;

import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Classes whose exceptions are seen in the log alone. */
class LoggingTestCase {

    private static IllegalStateException closed() {
        return new IllegalStateException("closed");
    }

    static class Unhandled {

        @Test
        void logs() {
            LoggerFactory.getLogger("io.vertx.core.impl.ContextImpl").error("Unhandled exception", closed());
        }
    }

    static class Ours {

        @Test
        void logs() {
            LoggerFactory.getLogger("dev.spurline.internal.Task").warn("A task failed", closed());
        }
    }

    @ExpectedInLog("A task failed")
    static class Expected extends Ours {}

    static class OfClient {

        @Test
        void logs() {
            LoggerFactory.getLogger("io.fabric8.kubernetes.client.informers.impl.cache.Reflector")
                    .warn("watch failed for [pods], will retry", closed());
        }
    }

    static class Harmless {

        @Test
        void logs() {
            LoggerFactory.getLogger("dev.spurline.internal.Task").warn("Service [front] has no ready pod");
            LoggerFactory.getLogger("org.example.Other").warn("not ours", closed());
        }
    }
}
