// SPDX-License-Identifier: Apache-2.0
package dev.spurline.examples.client;

import dev.spurline.junit.client.ClientAdapter;
import dev.spurline.junit.client.ClientTarget;

/** Cannot make its clients. */
public final class BrokenAdapter implements ClientAdapter {

    /** What nobody ever gets. */
    public static final class BrokenClient {}

    @Override
    public Class<?> type() {
        return BrokenClient.class;
    }

    @Override
    public Object create(ClientTarget target) {
        throw new IllegalStateException("no channel to " + target.uri().getScheme());
    }
}
