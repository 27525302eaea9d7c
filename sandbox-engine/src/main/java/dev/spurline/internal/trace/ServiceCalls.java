// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.trace;

/**
 * How often a workload has called a Service.
 *
 * @param caller the workload, as {@code namespace/name}
 * @param service the Service, in the same form
 * @param keyed requests with the key
 * @param unkeyed all others
 */
record ServiceCalls(String caller, String service, long keyed, long unkeyed) {

    ServiceCalls plus(ServiceCalls other) {
        return new ServiceCalls(caller, service, keyed + other.keyed, unkeyed + other.unkeyed);
    }
}
