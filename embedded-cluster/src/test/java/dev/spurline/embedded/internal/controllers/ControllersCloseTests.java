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
package dev.spurline.embedded.internal.controllers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spurline.embedded.OwnThreads;
import dev.spurline.embedded.internal.apiserver.ApiServer;
import org.junit.jupiter.api.Test;

/** Closing leaves nothing behind. */
class ControllersCloseTests {

    private final OwnThreads threads = new OwnThreads();

    @Test
    void closing_ends_every_thread() throws Exception {
        boolean began = threads.call(this::startAndClose);

        assertThat(began).isTrue();
        await().untilAsserted(() -> assertThat(threads.alive("spurline-")).isEmpty());
    }

    private boolean startAndClose() {
        try (ApiServer server = ApiServer.start();
                var client = ControllersTestCase.connect(server)) {
            Controllers controllers = Controllers.start(client);
            await().until(() -> client.serviceAccounts()
                            .inNamespace("default")
                            .withName("default")
                            .get()
                    != null);
            boolean began = !threads.alive("spurline-controllers").isEmpty();

            controllers.close();

            assertThat(threads.alive("spurline-controllers")).isEmpty();
            return began;
        }
    }
}
