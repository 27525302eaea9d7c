// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import java.util.List;

/**
 * A Service of the baseline and its twin for the fork.
 *
 * @param baseline the baseline's Service
 * @param fork the fork's Service, in the same namespace
 * @param ports their common ports
 */
public record ForkService(String baseline, String fork, List<Port> ports) {

    /** Copies the list. */
    public ForkService {
        ports = List.copyOf(ports);
    }

    /**
     * A port of both Services.
     *
     * @param name its name, empty if it has none
     * @param number the Service's port
     * @param target where it leads in the pod: a number, or the name of a container's port
     * @param http whether the mesh reads requests on it, so that they can be told apart
     */
    public record Port(String name, int number, String target, boolean http) {}
}
