// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import dev.spurline.junit.client.ClientAdapter;
import dev.spurline.junit.client.ClientTarget;
import dev.spurline.junit.client.RequestKey;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What a client is made for.
 *
 * @param type the type of the client
 * @param address the address of its Service; empty if its kind has none
 * @param key the key that its requests carry
 * @param adapter makes the client
 * @param adapters make the clients that it builds on
 * @param context how long it is needed
 */
record InjectedClientTarget(
        Class<?> type,
        Optional<URI> address,
        RequestKey key,
        ClientAdapter adapter,
        ClientAdapters adapters,
        ExtensionContext context)
        implements ClientTarget {

    @Override
    public URI uri() {
        return address.orElseThrow(() -> new IllegalStateException(
                "There is no address for [%s], because its adapter names no service".formatted(type.getName())));
    }

    @Override
    public <C> C client(Class<C> kind) {
        ClientAdapter other = adapters.find(kind)
                .orElseThrow(() -> new IllegalArgumentException("no client adapter supports [%s]: %s"
                        .formatted(kind.getName(), adapters.describe(false, List.of(kind)))));
        return kind.cast(other.create(new InjectedClientTarget(kind, address, key, other, adapters, context)));
    }

    @Override
    public <R extends AutoCloseable> R shared(Class<R> kind, Supplier<R> maker) {
        return ContextStores.hold(context.getRoot(), new Shared(adapter.getClass(), kind), kind, maker);
    }

    @Override
    public void onClose(AutoCloseable resource) {
        ContextStores.hold(context, new Object(), AutoCloseable.class, () -> resource);
    }

    private record Shared(Class<?> adapter, Class<?> kind) {}
}
