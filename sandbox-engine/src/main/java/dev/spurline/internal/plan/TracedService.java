// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

/**
 * A Service whose requests with the key are counted.
 *
 * @param namespace its namespace
 * @param name its name
 * @param twin the Service with the same pods to which they are led; nothing else is
 */
public record TracedService(String namespace, String name, String twin) {

    /** Returns namespace and name. */
    public String title() {
        return namespace + "/" + name;
    }
}
