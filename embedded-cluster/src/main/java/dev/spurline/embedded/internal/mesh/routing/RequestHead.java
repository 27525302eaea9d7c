// SPDX-License-Identifier: Apache-2.0
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
