// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.routing;

/** One port of a Service, by the number that callers use. */
public record ServicePort(String namespace, String name, int port) {

    /** Returns the name by which every namespace can reach the Service. */
    public String host() {
        return name + "." + namespace + ".svc.cluster.local";
    }

    /** Returns the key of the Service, {@code namespace/name}. */
    public String service() {
        return namespace + "/" + name;
    }

    @Override
    public String toString() {
        return host() + ":" + port;
    }
}
