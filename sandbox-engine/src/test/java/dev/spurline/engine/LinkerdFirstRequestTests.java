// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.spurline.ForkSpec;
import dev.spurline.LiveSandbox;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxSpec;
import dev.spurline.cluster.ClusterSpec.Mesh;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Linkerd's proxies follow a route some time after its controller has accepted it. */
class LinkerdFirstRequestTests {

    private static final int OPENINGS = 8;
    private static final SandboxSpec FORKED = SandboxSpec.builder()
            .fork(ForkSpec.of("back").env("WORD", "forked"))
            .build();

    @TempDir
    private Path directory;

    @Test
    void theFirstRequestWithTheKeyReachesTheFork() throws Exception {
        try (HopsCluster cluster = HopsCluster.start(directory, new Twins(Mesh.LINKERD));
                SandboxEngine engine = SandboxEngine.connect(cluster.settings(Duration.ofMinutes(1)))) {
            assertThatNobodyShowsTheRoute(cluster, engine);

            for (int i = 1; i < OPENINGS; i++) {
                try (LiveSandbox sandbox = engine.open(FORKED)) {
                    assertThat(cluster.ask(CallingPod.name("back"), "/", sandbox.headers()))
                            .contains("forked");
                }
            }
        }
    }

    /** A proxy that does not use the Service shows nothing of it: the sandbox is given the time that the mesh takes. */
    private static void assertThatNobodyShowsTheRoute(HopsCluster cluster, SandboxEngine engine) throws Exception {
        try (LiveSandbox sandbox = engine.open(FORKED)) {
            assertThat(sandbox.diagnosis().summary())
                    .startsWith(
                            "Sandbox %s in namespace hops, the mesh has accepted its routes".formatted(sandbox.key()));
            assertThat(sandbox.evidence().forks()).noneMatch(fork -> fork.reached());

            assertThat(cluster.ask(CallingPod.name("back"), "/", sandbox.headers()))
                    .contains("forked");

            await().until(() -> sandbox.evidence().forks().get(0).reached());
            assertThat(sandbox.diagnosis().summary())
                    .startsWith("Sandbox %s in namespace hops, its routes are live".formatted(sandbox.key()));
        }
    }
}
