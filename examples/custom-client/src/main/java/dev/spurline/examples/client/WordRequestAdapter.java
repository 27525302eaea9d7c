// SPDX-License-Identifier: Apache-2.0
package dev.spurline.examples.client;

import dev.spurline.junit.client.ClientAdapter;
import dev.spurline.junit.client.ClientTarget;
import java.net.http.HttpClient;

/** Makes requests on top of a client that Spurline knows: {@code @Routed("service") WordRequest}. */
public final class WordRequestAdapter implements ClientAdapter {

    @Override
    public Class<?> type() {
        return WordRequest.class;
    }

    @Override
    public boolean isShareable() {
        return false;
    }

    @Override
    public WordRequest create(ClientTarget target) {
        return new WordRequest(target.client(HttpClient.class), target.uri());
    }
}
