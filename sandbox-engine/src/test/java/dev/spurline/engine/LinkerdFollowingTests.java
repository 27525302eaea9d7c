// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spurline.LiveSandbox;
import dev.spurline.cluster.ClusterSpec;
import org.junit.jupiter.api.Test;

class LinkerdFollowingTests extends FollowingTestCase {

    LinkerdFollowingTests() {
        super(ClusterSpec.Mesh.LINKERD);
    }

    @Test
    void acceptedRoutesAreKnownToBeLiveWithTheFirstRequestThatTheForkServes() {
        try (LiveSandbox sandbox = engine.open(forked())) {
            assertThat(sandbox.diagnosis().summary())
                    .startsWith(
                            "Sandbox %s in namespace hops, the mesh has accepted its routes".formatted(sandbox.key()));
            assertThat(sandbox.evidence().forks()).noneMatch(fork -> fork.reached());

            await().until(() ->
                    cluster.ask(CallingPod.name("back"), "/", sandbox.headers()).contains("forked"));

            await().until(() -> sandbox.evidence().forks().get(0).reached());
            assertThat(sandbox.diagnosis().summary())
                    .startsWith("Sandbox %s in namespace hops, its routes are live".formatted(sandbox.key()));
        }
    }
}
