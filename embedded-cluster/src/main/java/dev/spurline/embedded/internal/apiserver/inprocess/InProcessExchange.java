// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.inprocess;

import dev.spurline.embedded.internal.apiserver.http.ApiExchange;
import io.fabric8.kubernetes.client.http.StandardHttpRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request of a part of the same process. */
abstract class InProcessExchange implements ApiExchange {

    final StandardHttpRequest request;

    InProcessExchange(StandardHttpRequest request) {
        this.request = request;
    }

    @Override
    public String method() {
        return request.method();
    }

    @Override
    public String uri() {
        String query = request.uri().getRawQuery();
        return query == null ? request.uri().getRawPath() : request.uri().getRawPath() + "?" + query;
    }

    @Override
    public @Nullable String header(String name) {
        if (name.equalsIgnoreCase("Content-Type") && request.getContentType() != null) {
            return request.getContentType();
        }
        // The names of headers know no case.
        return request.headers().entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .flatMap(List::stream)
                .findFirst()
                .orElse(null);
    }
}
