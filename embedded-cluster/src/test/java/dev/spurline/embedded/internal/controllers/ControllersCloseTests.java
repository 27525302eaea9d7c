// SPDX-License-Identifier: Apache-2.0
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
            ClusterControllers controllers = ClusterControllers.start(client);
            await().until(() -> client.serviceAccounts()
                            .inNamespace("default")
                            .withName("default")
                            .get()
                    != null);
            boolean began = !threads.alive("spurline-controllers").isEmpty();

            controllers.close();

            // A pool has terminated a moment before its last thread has.
            await().untilAsserted(() ->
                    assertThat(threads.alive("spurline-controllers")).isEmpty());
            return began;
        }
    }
}
