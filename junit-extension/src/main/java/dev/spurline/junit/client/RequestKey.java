// SPDX-License-Identifier: Apache-2.0
package dev.spurline.junit.client;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The key of one sandbox as requests carry it, in headers or in metadata of the same names. A client asks {@link #allows}
 * for each request and each hop of a redirect, as late as it can: after all that users add, just before sending.
 *
 * <p>Implemented by Spurline, not by adapters. All methods may be called by several threads.
 *
 * @since 0.1
 */
public interface RequestKey {

    /**
     * Returns whether a request may carry the key: only to hosts and ports that the sandbox has handed out.
     *
     * @param uri an absolute address; path and query do not matter
     */
    boolean allows(URI uri);

    /** Returns the names, in lower case, of all headers that carry the key. */
    Set<String> headerNames();

    /**
     * Returns the headers to set on a request with the key, each in place of all headers of that name: the key and the number
     * of the running test, before what the request has there already. To be asked anew for each request, because the test
     * may be another one.
     *
     * @param present the headers of the request by name, in any case
     */
    Map<String, String> merge(Map<String, List<String>> present);

    /**
     * Returns the same headers without the key, for a client that takes the headers of a request along to the address of a
     * redirect that the key is not {@linkplain #allows allowed} for. An empty text means that the header has to be removed.
     *
     * @param present the headers of the request by name, in any case
     */
    Map<String, String> strip(Map<String, List<String>> present);

    /**
     * Counts a request that carried the key, as evidence of the test. To be called once for each request when its answer has
     * begun, whatever the status; for a stream, when it has been opened.
     *
     * @param uri where the request went
     */
    void sent(URI uri);
}
