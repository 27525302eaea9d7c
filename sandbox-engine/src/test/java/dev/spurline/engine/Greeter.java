// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import dev.spurline.cluster.Blueprint;
import dev.spurline.cluster.ClusterSpec;
import dev.spurline.cluster.PodContainer;
import dev.spurline.cluster.PodServer;
import dev.spurline.internal.survey.CustomKind;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.ServerCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Service {@code greeter} speaks gRPC, and its owner has a GRPCRoute of two rules for it. */
final class Greeter implements Blueprint {

    static final MethodDescriptor<String, String> GREET = method("Greet");
    static final MethodDescriptor<String, String> FAIL = method("Fail");

    /** GRPCRoutes, which an embedded cluster has only where somebody defines them. */
    static final String DEFINITION = CustomDefinitions.of(CustomKind.GRPC_ROUTE);

    private static final String MANIFESTS = """
            apiVersion: v1
            kind: Service
            metadata: {name: greeter}
            spec:
              selector: {app: greeter}
              ports: [{name: grpc, port: 80, targetPort: grpc}]
            ---
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: greeter}
            spec:
              selector: {matchLabels: {app: greeter}}
              template:
                metadata: {labels: {app: greeter}}
                spec:
                  containers:
                  - name: greeter
                    image: test/greeter:1
                    ports: [{name: grpc, containerPort: 8080}]
                    env: [{name: WORD, value: baseline}]
            """;

    static final String ROUTE = """
            apiVersion: gateway.networking.k8s.io/v1
            kind: GRPCRoute
            metadata: {name: greeter, namespace: hops}
            spec:
              parentRefs: [{group: "", kind: Service, name: greeter, port: 80}]
              rules:
              - matches: [{method: {service: shop.Greeter, method: Greet}}]
                backendRefs: [{name: greeter, port: 80}]
                filters: [{type: RequestHeaderModifier, requestHeaderModifier: {set: [{name: x-rule, value: %s}]}}]
              - backendRefs: [{name: greeter, port: 80}]
            """;

    private static final Metadata.Key<String> RULE = key("x-rule");

    @Override
    public void describe(ClusterSpec cluster) {
        cluster.namespace("hops")
                .manifests(TwoHops.namespace("hops"), DEFINITION, MANIFESTS, CallingPod.to("hops", "greeter", "grpc"))
                .ingress(CallingPod.name("greeter"));
        CallingPod.image(cluster.images());
        cluster.images().inProcess("test/greeter:*", Greeter::start);
    }

    static PodServer start(PodContainer container) throws IOException {
        String word = container.env().get("WORD");
        Server server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(ServerServiceDefinition.builder("shop.Greeter")
                        .addMethod(
                                GREET,
                                (call, headers) -> ServerCalls.<String, String>asyncUnaryCall((name, answer) -> {
                                            answer.onNext(
                                                    "%s greets %s by %s".formatted(word, name, headers.get(RULE)));
                                            answer.onCompleted();
                                        })
                                        .startCall(call, headers))
                        .addMethod(
                                FAIL,
                                ServerCalls.asyncUnaryCall((name, answer) -> answer.onError(
                                        Status.NOT_FOUND.withDescription(word).asException())))
                        .build())
                .build()
                .start();
        return PodServer.of(8080, server.getPort(), server::shutdownNow);
    }

    /** Calls a method with headers. */
    static String call(Channel channel, MethodDescriptor<String, String> method, Map<String, String> headers) {
        Metadata metadata = new Metadata();
        headers.forEach((name, value) -> metadata.put(key(name), value));
        return ClientCalls.blockingUnaryCall(
                ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(metadata)),
                method,
                CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS),
                "Ada");
    }

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }

    private static MethodDescriptor<String, String> method(String name) {
        return MethodDescriptor.newBuilder(new Text(), new Text())
                .setFullMethodName("shop.Greeter/" + name)
                .setType(MethodDescriptor.MethodType.UNARY)
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
