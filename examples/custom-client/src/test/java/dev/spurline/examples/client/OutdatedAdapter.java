// SPDX-License-Identifier: Apache-2.0
package dev.spurline.examples.client;

import dev.spurline.junit.client.ClientAdapter;
import dev.spurline.junit.client.ClientTarget;

/** Does as the JVM where a library is older than the one that an adapter was compiled against. */
public final class OutdatedAdapter implements ClientAdapter {

    /** What nobody ever gets. */
    public static final class OutdatedClient {}

    @Override
    public Class<?> type() {
        return OutdatedClient.class;
    }

    @Override
    public Object create(ClientTarget target) {
        throw new NoSuchMethodError("OutdatedClient.newer()");
    }
}
