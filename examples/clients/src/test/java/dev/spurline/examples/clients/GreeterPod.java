// SPDX-License-Identifier: Apache-2.0
package dev.spurline.examples.clients;

import dev.spurline.cluster.PodServer;
import dev.spurline.examples.clients.GreeterGrpc.GreeterBlockingStub;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.ServerCalls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** Programs that speak gRPC: the one greets, the other asks it and passes the baggage on. */
final class GreeterPod {

    private static final Metadata.Key<String> BAGGAGE = Metadata.Key.of("baggage", Metadata.ASCII_STRING_MARSHALLER);

    private GreeterPod() {}

    /** Starts the one that greets with its own word. */
    static PodServer greeter(Map<String, String> env) throws IOException {
        Server server = serve((names, headers) -> List.of(names.split(",")).stream()
                .map(name -> env.get("WORD") + " " + name)
                .iterator());
        return PodServer.of(8080, server.getPort(), server::shutdownNow);
    }

    /** Starts the one that asks. */
    static PodServer desk(Map<String, String> env) throws IOException {
        ManagedChannel channel = ManagedChannelBuilder.forAddress(
                        env.getOrDefault("GREETER_SERVICE_HOST", ""),
                        Integer.parseInt(env.getOrDefault("GREETER_SERVICE_PORT", "0")))
                .usePlaintext()
                .build();
        Server server = serve((names, headers) -> asking(channel, headers).greetAll(names));
        return PodServer.of(8080, server.getPort(), () -> {
            server.shutdownNow();
            channel.shutdownNow();
        });
    }

    private static GreeterBlockingStub asking(Channel channel, Metadata headers) {
        Metadata passedOn = new Metadata();
        String baggage = headers.get(BAGGAGE);
        if (baggage != null) {
            passedOn.put(BAGGAGE, baggage);
        }
        return GreeterGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(passedOn));
    }

    private static Server serve(BiFunction<String, Metadata, Iterator<String>> greetings) throws IOException {
        return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(ServerServiceDefinition.builder("town.Greeter")
                        .addMethod(
                                GreeterGrpc.GREET,
                                (call, headers) -> ServerCalls.<String, String>asyncUnaryCall((name, answer) -> {
                                            answer.onNext(greetings
                                                    .apply(name, headers)
                                                    .next());
                                            answer.onCompleted();
                                        })
                                        .startCall(call, headers))
                        .addMethod(
                                GreeterGrpc.GREET_ALL,
                                (call, headers) -> ServerCalls.<String, String>asyncServerStreamingCall(
                                                (names, answer) -> {
                                                    greetings
                                                            .apply(names, headers)
                                                            .forEachRemaining(answer::onNext);
                                                    answer.onCompleted();
                                                })
                                        .startCall(call, headers))
                        .build())
                .build()
                .start();
    }
}
