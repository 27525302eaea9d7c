// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spurline.LiveSandbox;
import dev.spurline.cluster.ClusterSpec;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LinkerdFollowingTests extends FollowingTestCase {

    LinkerdFollowingTests() {
        super(ClusterSpec.Mesh.LINKERD);
    }

    /** The proxy of a caller that uses the Service has a balancer for the fork once it follows the route. */
    @Test
    void routesAreSeenInTheMetricsOfACallersProxy() throws Exception {
        await().until(() -> cluster.ask(CallingPod.name("back"), "/", Map.of()).contains("baseline"));

        try (LiveSandbox sandbox = engine.open(forked())) {
            assertThat(sandbox.diagnosis().summary())
                    .startsWith("Sandbox %s in namespace hops, its routes are live".formatted(sandbox.key()));
            assertThat(sandbox.evidence().forks()).noneMatch(fork -> fork.reached());
            assertThat(cluster.ask(CallingPod.name("back"), "/", sandbox.headers()))
                    .contains("forked");
        }
    }
}
