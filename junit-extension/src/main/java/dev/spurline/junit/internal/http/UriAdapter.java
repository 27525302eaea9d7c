// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal.http;

import dev.spurline.junit.client.ClientAdapter;
import dev.spurline.junit.client.ClientTarget;
import java.net.URI;

/** The address alone: the caller adds the headers, so requests are not counted. */
public final class UriAdapter implements ClientAdapter {

    /** For {@link java.util.ServiceLoader}. */
    public UriAdapter() {}

    @Override
    public Class<?> type() {
        return URI.class;
    }

    @Override
    public boolean countsRequests() {
        return false;
    }

    @Override
    public URI create(ClientTarget target) {
        return target.uri();
    }
}
