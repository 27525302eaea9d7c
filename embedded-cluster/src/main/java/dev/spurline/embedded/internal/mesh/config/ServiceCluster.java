// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.mesh.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A port of a Service, or of one of its subsets, as one caller's proxy has it.
 *
 * @param endpoints those among which requests are shared out
 * @param policy the {@code trafficPolicy} that holds for the caller, without settings of other ports; an empty object if
 *     none does
 */
public record ServiceCluster(List<PodEndpoint> endpoints, JsonNode policy) {

    /** Copies the list. */
    public ServiceCluster {
        endpoints = List.copyOf(endpoints);
    }
}
