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
package dev.spurline.embedded.internal.apiserver.inprocess;

import dev.spurline.embedded.internal.apiserver.http.Exchange;
import io.fabric8.kubernetes.client.http.StandardHttpRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request of a part of the same process. */
abstract class InProcessExchange implements Exchange {

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
