// SPDX-License-Identifier: Apache-2.0
package dev.spurline.examples.client;

import dev.spurline.junit.client.ClientAdapter;
import dev.spurline.junit.client.ClientTarget;

/** Makes something else than it says. */
public final class MistakenAdapter implements ClientAdapter {

    /** What nobody ever gets. */
    public static final class MistakenClient {}

    @Override
    public Class<?> type() {
        return MistakenClient.class;
    }

    @Override
    public Object create(ClientTarget target) {
        return target.uri();
    }
}
