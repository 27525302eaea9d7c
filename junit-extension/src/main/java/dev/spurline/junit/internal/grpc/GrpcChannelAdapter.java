// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal.grpc;

import dev.spurline.junit.client.ClientAdapter;
import dev.spurline.junit.client.ClientTarget;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.net.URI;
import java.util.concurrent.TimeUnit;

/** gRPC's channel to a Service. */
public final class GrpcChannelAdapter implements ClientAdapter {

    private static final int CLOSING_SECONDS = 5;

    /** For {@link java.util.ServiceLoader}. */
    public GrpcChannelAdapter() {}

    @Override
    public Class<?> type() {
        return ManagedChannel.class;
    }

    @Override
    public boolean supports(Class<?> declared) {
        return declared == ManagedChannel.class || declared == Channel.class;
    }

    @Override
    public ManagedChannel create(ClientTarget target) {
        URI uri = target.uri();
        if (!uri.getPath().isEmpty() && !uri.getPath().equals("/")) {
            throw new IllegalArgumentException(
                    ("gRPC knows no path, and the address is [%s]: set spurline.entry.<service> without one,"
                                    + " or name the port, as in @Routed(\"service:grpc\")")
                            .formatted(uri));
        }
        boolean plain = !"https".equalsIgnoreCase(uri.getScheme());
        int port = uri.getPort() == -1 ? (plain ? 80 : 443) : uri.getPort();
        ManagedChannelBuilder<?> builder = ManagedChannelBuilder.forAddress(uri.getHost(), port)
                .intercept(GrpcKeyInterceptor.to(uri, target.key()));
        ManagedChannel channel = (plain ? builder.usePlaintext() : builder.useTransportSecurity()).build();
        target.onClose(() -> close(channel));
        return channel;
    }

    private static void close(ManagedChannel channel) throws InterruptedException {
        channel.shutdownNow().awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS);
    }
}
