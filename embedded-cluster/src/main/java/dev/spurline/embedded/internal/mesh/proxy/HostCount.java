// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.proxy;

/**
 * What Envoy counts for one host of a cluster.
 *
 * <p>Source: www.envoyproxy.io/docs/envoy/latest/operations/admin#get--clusters.
 *
 * @param success requests that were not answered with 5xx
 * @param error the others
 */
record HostCount(long success, long error) {

    static final HostCount NONE = new HostCount(0, 0);

    static HostCount of(ServedRequest request, long count) {
        return request.status() >= 500 ? new HostCount(0, count) : new HostCount(count, 0);
    }

    HostCount plus(HostCount other) {
        return new HostCount(success + other.success, error + other.error);
    }

    long total() {
        return success + error;
    }
}
