// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal.grpc;

import dev.spurline.junit.client.ClientAdapter;
import dev.spurline.junit.client.ClientTarget;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.stub.AbstractStub;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** Stubs that were generated from a service's definition, for Java and for Kotlin. */
public final class GrpcStubAdapter implements ClientAdapter {

    /** For {@link java.util.ServiceLoader}. */
    public GrpcStubAdapter() {}

    @Override
    public Class<?> type() {
        return AbstractStub.class;
    }

    @Override
    public boolean supports(Class<?> declared) {
        return AbstractStub.class.isAssignableFrom(declared);
    }

    @Override
    public Object create(ClientTarget target) {
        Channel channel = target.client(ManagedChannel.class);
        Class<?> stub = target.type();
        try {
            Optional<Method> maker = maker(stub);
            return maker.isPresent()
                    ? maker.get().invoke(null, channel)
                    : stub.getConstructor(Channel.class).newInstance(channel);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "[%s] has neither a maker as gRPC generates it, such as newBlockingStub(Channel) beside it, nor a constructor that takes a Channel: take @Routed ManagedChannel and make the stub of that"
                            .formatted(stub.getName()),
                    e);
        }
    }

    /** In Java the class around a stub makes it; Kotlin's stubs have a constructor. */
    private static Optional<Method> maker(Class<?> stub) {
        return Stream.ofNullable(stub.getEnclosingClass())
                .flatMap(around -> Arrays.stream(around.getMethods()))
                .filter(method -> Modifier.isStatic(method.getModifiers())
                        && method.getReturnType() == stub
                        && Arrays.equals(method.getParameterTypes(), new Class<?>[] {Channel.class}))
                .findFirst();
    }
}
