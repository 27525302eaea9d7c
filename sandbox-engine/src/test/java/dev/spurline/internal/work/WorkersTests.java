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
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.spurline.SandboxException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class WorkersTests {

    @Test
    void aFailureOfAnotherThreadTellsWhoWaitedForItWithoutACircle() {
        SandboxException failure = new SandboxException("No such fork");

        Throwable thrown;
        try (Workers workers = new Workers("test")) {
            CompletableFuture<Boolean> running = workers.run(() -> {
                throw failure;
            });
            thrown = catchThrowable(() -> Workers.join(running));
        }

        assertThat(thrown).isSameAs(failure);
        assertThat(printed(thrown))
                .contains("Thread [%s] waited for it here"
                        .formatted(Thread.currentThread().getName()))
                .contains("%s.%s".formatted(WorkersTests.class.getSimpleName(), "aFailureOfAnotherThreadTellsWho"))
                .doesNotContain("CIRCULAR REFERENCE", "CompletionException");
    }

    private static String printed(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
