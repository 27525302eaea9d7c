// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spurline.junit.internal.KeyOfOneTest;
import dev.spurline.junit.internal.TargetOfOneTest;
import dev.spurline.junit.internal.grpc.Greeting.Running;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Iterator;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** gRPC for Java at both ends. */
class GrpcAdaptersTests {

    private static final String KEYED = "[" + KeyOfOneTest.MEMBERS + "] [" + KeyOfOneTest.KEY + "]";

    private final KeyOfOneTest given = new KeyOfOneTest();
    private final Running server;
    private final TargetOfOneTest target;

    GrpcAdaptersTests() throws IOException {
        server = Running.start();
        target = new TargetOfOneTest(server.uri(), given.key());
    }

    @BeforeEach
    void allow() {
        given.allow(server.uri());
    }

    @AfterEach
    void close() {
        target.close();
        server.close();
    }

    private static ClientInterceptor baggage(String value) {
        Metadata metadata = new Metadata();
        metadata.put(Metadata.Key.of("baggage", Metadata.ASCII_STRING_MARSHALLER), value);
        return MetadataUtils.newAttachHeadersInterceptor(metadata);
    }

    @Test
    void callsCarryTheKeyMergedIntoTheCallersBaggage() {
        Channel channel = target.client(Channel.class);

        assertThat(Greeting.newBlockingStub(channel)
                        .withInterceptors(baggage("a=1"), baggage("b=2"))
                        .greet("Ada"))
                .isEqualTo("Hello Ada");

        assertThat(server.seen())
                .singleElement()
                .asString()
                .matches("\\[" + KeyOfOneTest.MEMBERS + ",[ab]=\\d,[ab]=\\d\\] \\[" + KeyOfOneTest.KEY + "\\]");
        assertThat(given.told()).containsExactly(server.uri());
        assertThat(given.sent()).isEqualTo(1);
    }

    @Test
    void countsACallThatTheServerRefusesAndNoneThatNeverCameThere() throws IOException {
        assertThatThrownBy(() -> target.client(Greeting.BlockingStub.class).fail("who"))
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessage("NOT_FOUND: who");
        assertThat(given.sent()).isEqualTo(1);

        URI nobody = URI.create("http://127.0.0.1:" + unusedPort());
        given.allow(nobody);
        try (TargetOfOneTest there = new TargetOfOneTest(nobody, given.key())) {
            assertThatThrownBy(() -> there.client(Greeting.BlockingStub.class).greet("Ada"))
                    .isInstanceOf(StatusRuntimeException.class)
                    .hasMessage("UNAVAILABLE: io exception");
        }
        assertThat(given.sent()).isEqualTo(1);
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void countsAStreamOnceWhenItHasBegun() {
        Iterator<String> numbers = target.client(Greeting.BlockingStub.class).count("3");

        assertThat(numbers.next()).isEqualTo("n0");
        assertThat(given.sent()).isEqualTo(1);
        assertThat(numbers).toIterable().containsExactly("n1", "n2");
        assertThat(given.sent()).isEqualTo(1);
    }

    @Test
    void talksBothWays() throws InterruptedException {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        StreamObserver<String> talk = ClientCalls.asyncBidiStreamingCall(
                target.client(ManagedChannel.class).newCall(Greeting.ECHO, CallOptions.DEFAULT),
                new StreamObserver<>() {
                    @Override
                    public void onNext(String value) {
                        heard.add(value);
                    }

                    @Override
                    public void onError(Throwable failed) {
                        heard.add(failed.toString());
                    }

                    @Override
                    public void onCompleted() {
                        heard.add("end");
                    }
                });

        talk.onNext("a");
        assertThat(heard.poll(1, TimeUnit.MINUTES)).isEqualTo("a!");
        talk.onCompleted();
        assertThat(heard.poll(1, TimeUnit.MINUTES)).isEqualTo("end");
        assertThat(given.sent()).isEqualTo(1);
    }

    @Test
    void theInterceptorAddsTheKeyToCallsToAnEntryOnly() throws IOException {
        ClientInterceptor interceptor = target.client(ClientInterceptor.class);
        try (Running elsewhere = Running.start()) {
            call(server, interceptor);
            call(elsewhere, interceptor);

            assertThat(server.seen()).containsExactly(KEYED);
            assertThat(elsewhere.seen()).containsExactly("[] []");
            assertThat(given.told()).containsExactly(server.uri());
            assertThat(given.sent()).isEqualTo(1);
        }
    }

    private static void call(Running server, ClientInterceptor interceptor) {
        ManagedChannel channel = ManagedChannelBuilder.forAddress(
                        server.uri().getHost(), server.uri().getPort())
                .usePlaintext()
                .intercept(interceptor)
                .build();
        try {
            Greeting.newBlockingStub(channel).greet("Ada");
        } finally {
            channel.shutdownNow();
        }
    }

    @Test
    void endsChannelsWithTheirTest() {
        ManagedChannel channel = target.client(ManagedChannel.class);
        Greeting.newBlockingStub(channel).greet("Ada");

        target.close();

        assertThat(channel.isTerminated()).isTrue();
    }

    @Test
    void makesStubsOfBothGenerators() {
        assertThat(target.client(Greeting.BlockingStub.class).greet("Ada")).isEqualTo("Hello Ada");
        assertThat(target.client(Greeting.CoroutineStub.class)).isNotNull();
        assertThat(server.seen()).containsExactly(KEYED);
    }

    @Test
    void saysWhichStubItCannotMake() {
        assertThatThrownBy(() -> target.client(Greeting.OddStub.class))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "[%s] has neither a maker as gRPC generates it, such as newBlockingStub(Channel) beside it,"
                                + " nor a constructor that takes a Channel: take @Routed ManagedChannel and make the stub"
                                + " of that",
                        Greeting.OddStub.class.getName());
    }

    @Test
    void refusesAnAddressWithAPath() {
        TargetOfOneTest behindAPath = new TargetOfOneTest(server.uri().resolve("/greeting"), given.key());

        assertThatThrownBy(() -> behindAPath.client(ManagedChannel.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "gRPC knows no path, and the address is [%s/greeting]: set spurline.entry.<service> without"
                                + " one, or name the port, as in @Routed(\"service:grpc\")",
                        server.uri());
    }

    @Test
    void callsToTheBaselineHaveNoKey() {
        try (TargetOfOneTest baseline = new TargetOfOneTest(server.uri(), KeyOfOneTest.none())) {
            baseline.client(Greeting.BlockingStub.class).greet("Ada");

            assertThat(server.seen()).containsExactly("[] []");
            assertThat(given.sent()).isZero();
        }
    }
}
