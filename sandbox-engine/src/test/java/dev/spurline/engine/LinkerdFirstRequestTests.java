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
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Linkerd's proxies follow a route some time after its controller has accepted it. */
class LinkerdFirstRequestTests {

    private static final SandboxSpec FORKED = SandboxSpec.builder()
            .fork(ForkSpec.of("back").env("WORD", "forked"))
            .build();

    @TempDir
    private Path directory;

    @Test
    void theFirstRequestWithTheKeyReachesTheForkWhereTheRouteIsSeen() throws Exception {
        try (HopsCluster cluster = HopsCluster.start(directory, new Twins(Mesh.LINKERD));
                SandboxEngine engine = SandboxEngine.connect(cluster.settings(Duration.ofMinutes(1)))) {
            assertThatNobodyShowsTheRoute(cluster, engine);

            // A proxy whose page comes later than the pause after the acceptance is not waited for.
            await().until(() -> firstRequestOfASeenRoute(cluster, engine).equals(Optional.of("forked")));
        }
    }

    /** Returns who has answered it; empty if the route was not seen before the sandbox was handed over. */
    private static Optional<String> firstRequestOfASeenRoute(HopsCluster cluster, SandboxEngine engine)
            throws Exception {
        try (LiveSandbox sandbox = engine.open(FORKED)) {
            if (!sandbox.diagnosis().summary().contains("its routes are live")) {
                return Optional.empty();
            }
            assertThat(cluster.ask(CallingPod.name("back"), "/", sandbox.headers()))
                    .contains("forked");
            return Optional.of("forked");
        }
    }

    /** A proxy that does not use the Service shows nothing of it: the sandbox is given the time that the mesh takes. */
    private static void assertThatNobodyShowsTheRoute(HopsCluster cluster, SandboxEngine engine) {
        try (LiveSandbox sandbox = engine.open(FORKED)) {
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
