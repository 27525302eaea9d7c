// SPDX-License-Identifier: Apache-2.0
package dev.spurline.examples.clients;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.stub.AbstractBlockingStub;
import io.grpc.stub.ClientCalls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;

/** What gRPC's generator writes for a service with two methods, with plain text for messages. */
public final class GreeterGrpc {

    static final MethodDescriptor<String, String> GREET = method("Greet", MethodType.UNARY);
    static final MethodDescriptor<String, String> GREET_ALL = method("GreetAll", MethodType.SERVER_STREAMING);

    private GreeterGrpc() {}

    /** Returns a stub for calls that wait. */
    public static GreeterBlockingStub newBlockingStub(Channel channel) {
        return AbstractBlockingStub.newStub(GreeterBlockingStub::new, channel);
    }

    /** A stub for calls that wait. */
    public static final class GreeterBlockingStub extends AbstractBlockingStub<GreeterBlockingStub> {

        private GreeterBlockingStub(Channel channel, CallOptions options) {
            super(channel, options);
        }

        @Override
        protected GreeterBlockingStub build(Channel channel, CallOptions options) {
            return new GreeterBlockingStub(channel, options);
        }

        /** Returns one greeting. */
        public String greet(String name) {
            return ClientCalls.blockingUnaryCall(getChannel(), GREET, getCallOptions(), name);
        }

        /** Returns greetings as they come, for names with commas between. */
        public Iterator<String> greetAll(String names) {
            return ClientCalls.blockingServerStreamingCall(getChannel(), GREET_ALL, getCallOptions(), names);
        }
    }

    private static MethodDescriptor<String, String> method(String name, MethodType type) {
        return MethodDescriptor.newBuilder(new Text(), new Text())
                .setFullMethodName("town.Greeter/" + name)
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
