// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal;

import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;

/**
 * The only state there is: JUnit's stores. This is the one class that knows what differs between JUnit 5.12, 5.14 and 6:
 * who is closed with a context, and which method computes a value.
 */
final class ContextStores {

    private static final Namespace NAMESPACE = Namespace.create("dev.spurline");

    private ContextStores() {}

    /** Returns the value of a context or one around it; makes it first if there is none. JUnit closes it. */
    static <T extends AutoCloseable> T hold(ExtensionContext context, Object key, Class<T> type, Supplier<T> maker) {
        Held held = store(context).getOrComputeIfAbsent(key, any -> new Held(maker.get()), Held.class);
        return type.cast(held.value());
    }

    /**
     * Returns the value of the launcher's session; makes it first if there is none. A build tool with several JVMs runs one
     * session in each, and in it a plan for each class. Before JUnit 5.13 nothing outlives a plan.
     */
    static <T extends AutoCloseable> T holdForSession(
            ExtensionContext context, Object key, Class<T> type, Supplier<T> maker) {
        Held held = sessionStore(context).getOrComputeIfAbsent(key, any -> new Held(maker.get()), Held.class);
        return type.cast(held.value());
    }

    private static Store sessionStore(ExtensionContext context) {
        try {
            return Session.store(context);
        } catch (LinkageError e) {
            return store(context.getRoot());
        }
    }

    /** Returns the value of a context or one around it; makes it first if there is none. */
    @SuppressWarnings("unchecked")
    static <T> T compute(ExtensionContext context, Object key, Supplier<T> maker) {
        return (T) store(context).getOrComputeIfAbsent(key, any -> maker.get());
    }

    /** Returns the value of a context or one around it. */
    static <T extends AutoCloseable> Optional<T> find(ExtensionContext context, Object key, Class<T> type) {
        return Optional.ofNullable(store(context).get(key, Held.class))
                .map(Held::value)
                .map(type::cast);
    }

    private static Store store(ExtensionContext context) {
        return context.getStore(NAMESPACE);
    }

    /** Loaded where it is needed, because its types are not there in JUnit 5.12. */
    private static final class Session {

        static Store store(ExtensionContext context) {
            return context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE);
        }
    }

    /** Up to JUnit 5.12 a store closes the one kind, from 6 on the other. */
    @SuppressWarnings({"deprecation", "try"})
    private record Held(AutoCloseable value) implements Store.CloseableResource, AutoCloseable {

        @Override
        public void close() throws Exception {
            value.close();
        }
    }
}
