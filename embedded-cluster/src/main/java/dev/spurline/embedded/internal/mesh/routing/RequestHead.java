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
package dev.spurline.embedded.internal.mesh.routing;

import java.util.List;

/** What of a request routing looks at. */
public interface RequestHead {

    /** Returns the method, such as {@code GET}. */
    String method();

    /** Returns the path and query as they came. */
    String uri();

    /** Returns the host, with its port if the client sent one. */
    String authority();

    /** Returns the values of all lines of a header, in their order; the name's case does not matter. */
    List<String> header(String name);

    /** Returns the path without the query. */
    default String path() {
        int query = uri().indexOf('?');
        return query < 0 ? uri() : uri().substring(0, query);
    }

    /** Returns the query without its question mark, or the empty string. */
    default String query() {
        int query = uri().indexOf('?');
        return query < 0 ? "" : uri().substring(query + 1);
    }
}
