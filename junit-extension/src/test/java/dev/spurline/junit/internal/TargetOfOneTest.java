// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import dev.spurline.junit.client.ClientAdapter;
import dev.spurline.junit.client.ClientTarget;
import dev.spurline.junit.client.RequestKey;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** What an adapter makes a client for, outside of a run of JUnit: closed when the test says so. */
public record TargetOfOneTest(
        Class<?> type, URI uri, RequestKey key, Map<Class<?>, AutoCloseable> pools, Deque<AutoCloseable> resources)
        implements ClientTarget, AutoCloseable {

    /** Makes clients for an address. */
    public TargetOfOneTest(URI uri, RequestKey key) {
        this(Object.class, uri, key, new HashMap<>(), new ArrayDeque<>());
    }

    @Override
    public <C> C client(Class<C> kind) {
        ClientAdapter adapter = ClientAdapters.load().find(kind).orElseThrow();
        return kind.cast(adapter.create(new TargetOfOneTest(kind, uri, key, pools, resources)));
    }

    @Override
    public <R extends AutoCloseable> R shared(Class<R> kind, Supplier<R> maker) {
        return kind.cast(pools.computeIfAbsent(kind, any -> maker.get()));
    }

    @Override
    public void onClose(AutoCloseable resource) {
        resources.push(resource);
    }

    /** Closes what the clients need, then what they share. */
    @Override
    public void close() {
        resources.forEach(TargetOfOneTest::close);
        pools.values().forEach(TargetOfOneTest::close);
    }

    private static void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            throw new IllegalStateException("[%s] does not close".formatted(resource), e);
        }
    }
}
