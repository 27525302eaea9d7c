// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.spurline.SandboxException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class EngineThreadsTests {

    @Test
    void aFailureOfAnotherThreadTellsWhoWaitedForItWithoutACircle() {
        SandboxException failure = new SandboxException("No such fork");

        Throwable thrown;
        try (EngineThreads workers = new EngineThreads("test")) {
            CompletableFuture<Boolean> running = workers.run(() -> {
                throw failure;
            });
            thrown = catchThrowable(() -> EngineThreads.join(running));
        }

        assertThat(thrown).isSameAs(failure);
        assertThat(printed(thrown))
                .contains("Thread [%s] waited for it here"
                        .formatted(Thread.currentThread().getName()))
                .contains(
                        "%s.%s".formatted(EngineThreadsTests.class.getSimpleName(), "aFailureOfAnotherThreadTellsWho"))
                .doesNotContain("CIRCULAR REFERENCE", "CompletionException");
    }

    private static String printed(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
