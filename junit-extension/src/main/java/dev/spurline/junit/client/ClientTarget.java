// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.client;

import java.net.URI;
import java.util.function.Supplier;

/**
 * What a {@link ClientAdapter} makes a client for. Implemented by Spurline, not by adapters. All methods may be called by
 * several threads.
 *
 * @since 0.1
 */
public interface ClientTarget {

    /** Returns the type that the place is declared with, or what a {@code Supplier} there supplies. */
    Class<?> type();

    /**
     * Returns the address of the Service: scheme, host and port, without a path unless {@code spurline.entry} has one.
     *
     * @throws IllegalStateException if clients of this adapter {@linkplain ClientAdapter#namesService() name no Service}
     */
    URI uri();

    /**
     * Returns the key of the sandbox, on behalf of the test that the client is made for. With {@code @Baseline} it is one that
     * no request may carry, so an adapter need not tell the two apart.
     */
    RequestKey key();

    /**
     * Makes a client of another kind for the same target, to build on: with {@link java.net.http.HttpClient}, key, redirects
     * and counting are taken care of.
     *
     * @param kind the type of the other client
     * @throws IllegalArgumentException if not exactly one adapter supports the type
     */
    <C> C client(Class<C> kind);

    /**
     * Returns what is shared by all clients of this adapter in a run of JUnit, such as a pool of threads or connections.
     * JUnit closes it at the end of the run.
     *
     * @param kind the type, one instance of which is shared
     * @param maker makes it when it is first asked for
     */
    <R extends AutoCloseable> R shared(Class<R> kind, Supplier<R> maker);

    /**
     * Closes a resource, such as a channel, when the client is no longer needed: after the test that it was made for, or
     * after the class if several tests share it. In any case before the sandbox closes.
     *
     * @param resource what to close
     */
    void onClose(AutoCloseable resource);
}
