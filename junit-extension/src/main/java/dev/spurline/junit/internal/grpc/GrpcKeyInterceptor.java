// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal.grpc;

import dev.spurline.junit.client.RequestKey;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/**
 * Adds the key to calls as they start.
 *
 * @param key the key
 * @param address where a channel leads
 */
record GrpcKeyInterceptor(RequestKey key, Function<Channel, URI> address) implements ClientInterceptor {

    /** Every answer of a server has it, also one that is nothing but a status; what fails before has not. */
    private static final Metadata.Key<String> CONTENT_TYPE =
            Metadata.Key.of("content-type", Metadata.ASCII_STRING_MARSHALLER);

    /** Returns an interceptor for one channel. */
    static GrpcKeyInterceptor to(URI uri, RequestKey key) {
        return new GrpcKeyInterceptor(key, channel -> uri);
    }

    /** Returns an interceptor for any channel; the authority of a channel tells where it leads. */
    static GrpcKeyInterceptor anywhere(RequestKey key) {
        return new GrpcKeyInterceptor(key, channel -> URI.create("http://" + channel.authority()));
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        ClientCall<Q, A> call = next.newCall(method, options);
        URI uri = address.apply(next);
        return key.allows(uri) ? new KeyedCall<>(call, key, uri) : call;
    }

    private static final class KeyedCall<Q, A> extends SimpleForwardingClientCall<Q, A> {

        private final RequestKey key;
        private final URI uri;

        KeyedCall(ClientCall<Q, A> call, RequestKey key, URI uri) {
            super(call);
            this.key = key;
            this.uri = uri;
        }

        @Override
        public void start(Listener<A> listener, Metadata headers) {
            Map<String, List<String>> present = new LinkedHashMap<>();
            key.headerNames().forEach(name -> present.put(name, values(headers, name)));
            key.merge(present).forEach((name, value) -> {
                headers.discardAll(header(name));
                headers.put(header(name), value);
            });
            super.start(new Counting<>(listener, () -> key.sent(uri)), headers);
        }

        private static List<String> values(Metadata headers, String name) {
            Iterable<String> all = headers.getAll(header(name));
            return all == null
                    ? List.of()
                    : StreamSupport.stream(all.spliterator(), false).toList();
        }

        private static Metadata.Key<String> header(String name) {
            return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
        }
    }

    /** Counts a call once, when its answer begins. */
    private static final class Counting<A> extends SimpleForwardingClientCallListener<A> {

        private final Runnable answered;
        private final AtomicBoolean counted = new AtomicBoolean();

        Counting(ClientCall.Listener<A> listener, Runnable answered) {
            super(listener);
            this.answered = answered;
        }

        @Override
        public void onHeaders(Metadata headers) {
            count();
            super.onHeaders(headers);
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            if (trailers.containsKey(CONTENT_TYPE)) {
                count();
            }
            super.onClose(status, trailers);
        }

        private void count() {
            if (counted.compareAndSet(false, true)) {
                answered.run();
            }
        }
    }
}
