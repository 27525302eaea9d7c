/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.spurline.junit.internal;

import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;

/**
 * The only state there is: JUnit's stores. This is the one class that knows what differs between JUnit 5.12, 5.14 and 6:
 * who is closed with a context, and which method computes a value.
 */
final class Stores {

    private static final Namespace NAMESPACE = Namespace.create("dev.spurline");

    private Stores() {}

    /** Returns the value of a context or one around it; makes it first if there is none. JUnit closes it. */
    static <T extends AutoCloseable> T hold(ExtensionContext context, Object key, Class<T> type, Supplier<T> maker) {
        Held held = store(context).getOrComputeIfAbsent(key, any -> new Held(maker.get()), Held.class);
        return type.cast(held.value());
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

    /** Up to JUnit 5.12 a store closes the one kind, from 6 on the other. */
    @SuppressWarnings({"deprecation", "try"})
    private record Held(AutoCloseable value) implements Store.CloseableResource, AutoCloseable {

        @Override
        public void close() throws Exception {
            value.close();
        }
    }
}
