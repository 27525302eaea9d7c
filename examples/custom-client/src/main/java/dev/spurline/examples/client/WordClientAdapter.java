// SPDX-License-Identifier: Apache-2.0
package dev.spurline.examples.client;

import dev.spurline.junit.client.ClientAdapter;
import dev.spurline.junit.client.ClientTarget;
import dev.spurline.junit.client.RequestKey;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Makes word clients whose requests carry the key: {@code @Routed("service") WordClient}. */
public final class WordClientAdapter implements ClientAdapter {

    @Override
    public Class<?> type() {
        return WordClient.class;
    }

    @Override
    public WordClient create(ClientTarget target) {
        WordClient client = new WordClient(target.uri(), new KeyInterceptor(target.key()));
        target.onClose(client);
        return client;
    }

    private record KeyInterceptor(RequestKey key) implements WordClient.Interceptor {

        @Override
        public void before(URI uri, Map<String, List<String>> headers) {
            if (key.allows(uri)) {
                Map<String, String> merged = key.merge(headers);
                headers.keySet().removeIf(name -> merged.containsKey(name.toLowerCase(Locale.ROOT)));
                merged.forEach((name, value) -> headers.put(name, List.of(value)));
            }
        }

        @Override
        public void answered(URI uri) {
            if (key.allows(uri)) {
                key.sent(uri);
            }
        }
    }
}
