// SPDX-License-Identifier: Apache-2.0
package dev.spurline.examples.shop;

import static dev.spurline.assertj.SpurlineAssertions.assertThat;

import dev.spurline.LiveSandbox;
import dev.spurline.junit.Fork;
import dev.spurline.junit.Sandbox;
import org.junit.jupiter.api.Test;

/** What a change does to an answer, and that it does nothing else: the request is sent with the key and without it. */
@Sandbox(fork = @Fork(value = "pricing", env = "DISCOUNT=10"))
class OnlyTheTotalIT {

    @Test
    void nothingElseChanges(LiveSandbox sandbox) {
        assertThat(sandbox)
                .onGet("storefront", "/checkout/42")
                .differsFromBaselineOnlyAt("$.total")
                .reachedOnly("pricing");
    }
}
