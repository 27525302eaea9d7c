// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import dev.spurline.internal.routing.ServicePorts;
import java.util.List;

/**
 * A Service of the baseline and its twin for the fork.
 *
 * @param baseline the baseline's Service
 * @param fork the fork's Service, in the same namespace
 * @param ports their common ports
 */
public record ForkService(String baseline, String fork, List<ServicePorts.Port> ports) {

    /** Copies the list. */
    public ForkService {
        ports = List.copyOf(ports);
    }
}
