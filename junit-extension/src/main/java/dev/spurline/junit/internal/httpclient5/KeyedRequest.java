// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.internal.httpclient5;

import dev.spurline.junit.client.RequestKey;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.ProtocolException;

/** How a request of HttpClient 5 gets the key. */
final class KeyedRequest {

    private KeyedRequest() {}

    static URI uri(HttpRequest request) throws ProtocolException {
        try {
            return request.getUri();
        } catch (URISyntaxException e) {
            throw new ProtocolException(e.getMessage(), e);
        }
    }

    static void add(RequestKey key, HttpRequest request) {
        Map<String, List<String>> present = new LinkedHashMap<>();
        for (Header header : request.getHeaders()) {
            present.computeIfAbsent(header.getName(), any -> new ArrayList<>()).add(header.getValue());
        }
        key.merge(present).forEach((name, value) -> {
            request.removeHeaders(name);
            request.addHeader(name, value);
        });
    }
}
