// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal.grpc;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.AbstractBlockingStub;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.StreamSupport;

/** A service of gRPC that tells which headers of the key it saw, and its stub as the generator of gRPC writes it. */
public final class Greeting {

    static final MethodDescriptor<String, String> GREET = method("Greet", MethodType.UNARY);
    static final MethodDescriptor<String, String> FAIL = method("Fail", MethodType.UNARY);
    static final MethodDescriptor<String, String> COUNT = method("Count", MethodType.SERVER_STREAMING);
    static final MethodDescriptor<String, String> ECHO = method("Echo", MethodType.BIDI_STREAMING);

    private Greeting() {}

    /** Returns a stub for calls that wait. */
    public static BlockingStub newBlockingStub(Channel channel) {
        return AbstractBlockingStub.newStub(BlockingStub::new, channel);
    }

    /** What gRPC generates for calls that wait. */
    public static final class BlockingStub extends AbstractBlockingStub<BlockingStub> {

        private BlockingStub(Channel channel, CallOptions options) {
            super(channel, options);
        }

        @Override
        protected BlockingStub build(Channel channel, CallOptions options) {
            return new BlockingStub(channel, options);
        }

        String greet(String name) {
            return ClientCalls.blockingUnaryCall(getChannel(), GREET, getCallOptions(), name);
        }

        String fail(String name) {
            return ClientCalls.blockingUnaryCall(getChannel(), FAIL, getCallOptions(), name);
        }

        Iterator<String> count(String to) {
            return ClientCalls.blockingServerStreamingCall(getChannel(), COUNT, getCallOptions(), to);
        }
    }

    /** What the generator for Kotlin writes, as far as it matters here. */
    public static final class CoroutineStub extends AbstractBlockingStub<CoroutineStub> {

        public CoroutineStub(Channel channel) {
            this(channel, CallOptions.DEFAULT);
        }

        private CoroutineStub(Channel channel, CallOptions options) {
            super(channel, options);
        }

        @Override
        protected CoroutineStub build(Channel channel, CallOptions options) {
            return new CoroutineStub(channel, options);
        }
    }

    /** A stub that nobody can make. */
    public static final class OddStub extends AbstractBlockingStub<OddStub> {

        private OddStub(Channel channel, CallOptions options) {
            super(channel, options);
        }

        @Override
        protected OddStub build(Channel channel, CallOptions options) {
            return new OddStub(channel, options);
        }
    }

    /** A server, and the headers of the calls that it got. */
    record Running(Server server, List<String> seen) implements AutoCloseable {

        static Running start() throws IOException {
            List<String> seen = new CopyOnWriteArrayList<>();
            return new Running(
                    NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                            .addService(service(seen))
                            .build()
                            .start(),
                    seen);
        }

        URI uri() {
            return URI.create("http://127.0.0.1:" + server.getPort());
        }

        @Override
        public void close() {
            server.shutdownNow();
        }
    }

    private static ServerServiceDefinition service(List<String> seen) {
        return ServerServiceDefinition.builder("test.Greeting")
                .addMethod(
                        GREET,
                        (call, headers) -> ServerCalls.<String, String>asyncUnaryCall((name, answer) -> {
                                    seen.add(values(headers, "baggage") + " " + values(headers, "x-spurline-key"));
                                    answer.onNext("Hello " + name);
                                    answer.onCompleted();
                                })
                                .startCall(call, headers))
                .addMethod(
                        FAIL,
                        ServerCalls.asyncUnaryCall((name, answer) -> answer.onError(
                                Status.NOT_FOUND.withDescription(name).asException())))
                .addMethod(COUNT, ServerCalls.asyncServerStreamingCall((to, answer) -> {
                    for (int i = 0; i < Integer.parseInt(to); i++) {
                        answer.onNext("n" + i);
                    }
                    answer.onCompleted();
                }))
                .addMethod(ECHO, ServerCalls.asyncBidiStreamingCall(Echo::new))
                .build();
    }

    private static String values(Metadata headers, String name) {
        Iterable<String> all = headers.getAll(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
        return all == null
                ? "[]"
                : StreamSupport.stream(all.spliterator(), false).toList().toString();
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

    private static MethodDescriptor<String, String> method(String name, MethodType type) {
        return MethodDescriptor.newBuilder(new Text(), new Text())
                .setFullMethodName("test.Greeting/" + name)
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
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
