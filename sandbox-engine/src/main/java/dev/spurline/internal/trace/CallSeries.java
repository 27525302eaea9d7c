// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.trace;

import java.util.Optional;

/**
 * A counter of a proxy.
 *
 * @param id tells it from others of the same page
 * @param service the Service that was called, as {@code namespace/name}; that of the baseline, whoever served
 * @param keyed whether it counts requests with the key, and no others
 * @param requests what it has counted
 * @param caller the workload that has called, as {@code namespace/name}; empty if it is the one whose proxy it is
 */
record CallSeries(String id, String service, boolean keyed, long requests, Optional<String> caller) {

    CallSeries(String id, String service, boolean keyed, long requests) {
        this(id, service, keyed, requests, Optional.empty());
    }

    /** Returns it as a counter of calls of a workload, whosever proxy it is. */
    CallSeries of(String workload) {
        return new CallSeries(id, service, keyed, requests, Optional.of(workload));
    }
}
