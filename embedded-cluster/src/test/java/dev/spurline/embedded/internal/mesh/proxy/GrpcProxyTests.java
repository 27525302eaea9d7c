// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spurline.cluster.ClusterSpec.Mesh;
import dev.spurline.embedded.internal.mesh.routing.Routes;
import io.grpc.CallOptions;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** gRPC through a caller's listener, with grpc-java at both ends. */
class GrpcProxyTests extends ProxyTestCase {

    private static final Metadata.Key<String> DETAIL = Metadata.Key.of("x-detail", Metadata.ASCII_STRING_MARSHALLER);

    private static final MethodDescriptor<String, String> UNARY = method("Unary", MethodDescriptor.MethodType.UNARY);
    private static final MethodDescriptor<String, String> FAIL = method("Fail", MethodDescriptor.MethodType.UNARY);
    private static final MethodDescriptor<String, String> DOWN =
            method("Down", MethodDescriptor.MethodType.SERVER_STREAMING);
    private static final MethodDescriptor<String, String> BOTH =
            method("Both", MethodDescriptor.MethodType.BIDI_STREAMING);

    private final AtomicInteger failures = new AtomicInteger();
    private Server server = NettyServerBuilder.forPort(0).build();
    private ManagedChannel channel =
            NettyChannelBuilder.forTarget("localhost:1").build();

    private static MethodDescriptor<String, String> method(String name, MethodDescriptor.MethodType type) {
        return MethodDescriptor.newBuilder(new Text(), new Text())
                .setFullMethodName("shop.Prices/" + name)
                .setType(type)
                .build();
    }

    private static final class Text implements MethodDescriptor.Marshaller<String> {
        @Override
        public InputStream stream(String value) {
            return new ByteArrayInputStream(value.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public String parse(InputStream stream) {
            try {
                return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    }

    @BeforeEach
    void start() throws IOException {
        channel.shutdownNow();
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(ServerInterceptors.intercept(prices(), new Details()))
                .build()
                .start();
        service(PRICING, "grpc");
        endpoint(PRICING, "pricing-1", server.getPort());
        channel = NettyChannelBuilder.forAddress("127.0.0.1", local(PRICING))
                .usePlaintext()
                .build();
    }

    @AfterEach
    void stop() throws InterruptedException {
        channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
        server.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
    }

    private ServerServiceDefinition prices() {
        return ServerServiceDefinition.builder("shop.Prices")
                .addMethod(UNARY, ServerCalls.asyncUnaryCall((ask, answer) -> {
                    answer.onNext("<" + ask + ">");
                    answer.onCompleted();
                }))
                .addMethod(FAIL, ServerCalls.asyncUnaryCall((ask, answer) -> {
                    failures.incrementAndGet();
                    answer.onError(Status.fromCodeValue(Integer.parseInt(ask))
                            .withDescription("no: 100 %")
                            .asException());
                }))
                .addMethod(DOWN, ServerCalls.asyncServerStreamingCall((ask, answer) -> {
                    for (int i = 0; i < Integer.parseInt(ask); i++) {
                        answer.onNext("n" + i);
                    }
                    answer.onCompleted();
                }))
                .addMethod(BOTH, ServerCalls.asyncBidiStreamingCall(Echo::new))
                .build();
    }

    /** Adds a trailer to every call. */
    private static final class Details implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            return next.startCall(
                    new SimpleForwardingServerCall<>(call) {
                        @Override
                        public void close(Status status, Metadata trailers) {
                            trailers.put(DETAIL, "seen");
                            super.close(status, trailers);
                        }
                    },
                    headers);
        }
    }

    private record Echo(StreamObserver<String> answer) implements StreamObserver<String> {
        @Override
        public void onNext(String value) {
            answer.onNext(value + "!");
        }

        @Override
        public void onError(Throwable gone) {
            answer.onError(gone);
        }

        @Override
        public void onCompleted() {
            answer.onCompleted();
        }
    }

    private String unary(MethodDescriptor<String, String> method, String ask) {
        CallOptions options = CallOptions.DEFAULT.withDeadlineAfter(10, TimeUnit.SECONDS);
        return ClientCalls.blockingUnaryCall(channel, method, options, ask);
    }

    @Test
    void answersAUnaryCall() {
        assertThat(unary(UNARY, "hello")).isEqualTo("<hello>");
        assertThat(proxy.telemetry().prometheus(Mesh.ISTIO))
                .contains("request_protocol=\"grpc\",response_code=\"200\",grpc_response_status=\"0\"");
    }

    @Test
    void passesStatusMessageAndTrailers() {
        assertThatThrownBy(() -> unary(FAIL, "9")).isInstanceOfSatisfying(StatusRuntimeException.class, failed -> {
            assertThat(failed.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
            assertThat(failed.getStatus().getDescription()).isEqualTo("no: 100 %");
            assertThat(failed.getTrailers()).isNotNull();
            assertThat(failed.getTrailers().get(DETAIL)).isEqualTo("seen");
        });
    }

    @Test
    void failsEveryCallWhileLinkerdHasNoValidPolicy() throws Exception {
        mesh(Mesh.LINKERD);
        routes(Routes.grpc("mine", """
                - matches: [{headers: [{name: x-spurline-key, value: k7f3q5tbma}]}]
                  backendRefs: [{name: pricing-fork, port: 8080}]
                """));

        assertThatThrownBy(() -> unary(UNARY, "hello")).hasMessage("INTERNAL: unexpected error");
        assertThat(get("/shop.Prices/Unary").statusCode()).isEqualTo(500);
    }

    @Test
    void saysThatLinkerdHasNoRoute() {
        mesh(Mesh.LINKERD);
        routes(Routes.grpc(
                "a", "- {matches: [{method: {service: other}}], backendRefs: [{name: pricing, port: 8080}]}"));

        assertThatThrownBy(() -> unary(UNARY, "x")).hasMessage("NOT_FOUND: logical service 10.96.0.10:8080: no route");
    }

    @Test
    void asksAgainTwiceIfTheServiceIsUnavailable() {
        assertThatThrownBy(() -> unary(FAIL, "14")).hasMessageContaining("UNAVAILABLE");

        assertThat(failures).hasValue(3);
    }

    @Test
    void streamsManyMessagesDown() {
        Iterator<String> stream = ClientCalls.blockingServerStreamingCall(
                channel, DOWN, CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS), "5000");
        List<String> messages = new ArrayList<>();
        stream.forEachRemaining(messages::add);

        assertThat(messages).hasSize(5000).startsWith("n0").endsWith("n4999");
    }

    @Test
    void talksBothWaysWhileTheCallIsOpen() throws InterruptedException {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        StreamObserver<String> talk =
                ClientCalls.asyncBidiStreamingCall(channel.newCall(BOTH, CallOptions.DEFAULT), new StreamObserver<>() {
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
        talk.onNext("b");
        assertThat(heard.poll(1, TimeUnit.MINUTES)).isEqualTo("b!");
        talk.onCompleted();
        assertThat(heard.poll(1, TimeUnit.MINUTES)).isEqualTo("end");
    }

    @Test
    void answersItselfWithAGrpcStatus() {
        removeEndpoint(PRICING, "pricing-1");
        assertThatThrownBy(() -> unary(UNARY, "x")).hasMessage("UNAVAILABLE: no healthy upstream");

        routes(Routes.grpc(
                "a", "- {matches: [{method: {service: other}}], backendRefs: [{name: pricing, port: 8080}]}"));
        assertThatThrownBy(() -> unary(UNARY, "x")).hasMessageContaining("UNIMPLEMENTED");
    }
}
