// SPDX-License-Identifier: Apache-2.0
package dev.spurline.examples.client;

import dev.spurline.junit.client.ClientAdapter;
import dev.spurline.junit.client.ClientTarget;

/** Two libraries that do not know each other, whose clients each share a pool of one type. */
final class PoolAdapters {

    private PoolAdapters() {}

    /** What both libraries share. */
    record Pool(String owner) implements AutoCloseable {

        @Override
        public void close() {}
    }

    /** A client of the one. */
    public record EastClient(Pool pool) {}

    /** A client of the other. */
    public record WestClient(Pool pool) {}

    /** Makes clients of the one. */
    public static final class East implements ClientAdapter {

        @Override
        public Class<?> type() {
            return EastClient.class;
        }

        @Override
        public Object create(ClientTarget target) {
            return new EastClient(target.shared(Pool.class, () -> new Pool("east")));
        }
    }

    /** Makes clients of the other. */
    public static final class West implements ClientAdapter {

        @Override
        public Class<?> type() {
            return WestClient.class;
        }

        @Override
        public Object create(ClientTarget target) {
            return new WestClient(target.shared(Pool.class, () -> new Pool("west")));
        }
    }
}
