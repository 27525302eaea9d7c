// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.spurline.ForkSpec;
import dev.spurline.LiveSandbox;
import dev.spurline.SandboxEngine;
import dev.spurline.SandboxSpec;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** gRPC through the mesh into a fork, grpc-java at both ends. */
@Execution(ExecutionMode.SAME_THREAD)
class GrpcForkTests {

    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    static Path directory;

    private static HopsCluster cluster;
    private static SandboxEngine engine;
    private static ManagedChannel channel;

    @BeforeAll
    static void start() throws Exception {
        cluster = HopsCluster.start(directory, new Greeter());
        engine = SandboxEngine.connect(cluster.settings(LEASE));
        URI entry = cluster.entry(CallingPod.name("greeter"));
        channel = NettyChannelBuilder.forAddress(entry.getHost(), entry.getPort())
                .usePlaintext()
                .build();
    }

    @AfterAll
    static void stop() throws InterruptedException {
        channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        engine.close();
        cluster.close();
    }

    @AfterEach
    void removeRoute() {
        route("any").delete();
    }

    @Test
    void theOwnersRouteIsFollowedWithTheForkInTheBaselinesPlace() {
        route("first").create();
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(greeting(Map.of())).isEqualTo("baseline greets Ada by first"));
        try (LiveSandbox sandbox = engine.open(forked())) {
            String key = sandbox.key().value();

            assertThat(greeting(sandbox.headers())).isEqualTo("forked greets Ada by first");
            assertThat(greeting(Map.of("baggage", "a=b,spurline=" + key + ";p=1,c=d")))
                    .startsWith("forked");
            assertThat(greeting(Map.of())).isEqualTo("baseline greets Ada by first");
            assertThat(cluster.objects(key))
                    .contains("GRPCRoute/greeter-" + key)
                    .noneMatch(object -> object.startsWith("HTTPRoute/"));
            assertThatThrownBy(() -> Greeter.call(channel, Greeter.FAIL, sandbox.headers()))
                    .hasMessage("NOT_FOUND: forked");
            assertThatThrownBy(() -> Greeter.call(channel, Greeter.FAIL, Map.of()))
                    .hasMessage("NOT_FOUND: baseline");
            assertThat(sandbox.evidence().forks())
                    .singleElement()
                    .satisfies(fork -> assertThat(fork.routed().orElse(0)).isGreaterThanOrEqualTo(3));
        }
        assertThat(greeting(Map.of())).isEqualTo("baseline greets Ada by first");
    }

    @Test
    void aChangeOfTheOwnersRouteIsFollowed() {
        route("first").create();
        try (LiveSandbox sandbox = engine.open(forked())) {
            route("second").update();

            await().atMost(LONG)
                    .untilAsserted(
                            () -> assertThat(greeting(sandbox.headers())).isEqualTo("forked greets Ada by second"));
            assertThat(greeting(Map.of())).isEqualTo("baseline greets Ada by second");
        }
    }

    @Test
    void withoutARouteOfItsOwnersItIsReachedToo() {
        try (LiveSandbox sandbox = engine.open(forked())) {
            assertThat(greeting(sandbox.headers())).isEqualTo("forked greets Ada by null");
            assertThat(greeting(Map.of())).isEqualTo("baseline greets Ada by null");
        }
    }

    private static String greeting(Map<String, String> headers) {
        return Greeter.call(channel, Greeter.GREET, headers);
    }

    private static Resource<GenericKubernetesResource> route(String mark) {
        return cluster.custom(Greeter.ROUTE.formatted(mark));
    }

    private static SandboxSpec forked() {
        return SandboxSpec.builder()
                .fork(ForkSpec.of("greeter").env("WORD", "forked"))
                .build();
    }
}
