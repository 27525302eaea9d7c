// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.schema.rules;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What the rules for a container depend on beside the container.
 *
 * @param volumes the pod's volumes, by name
 * @param claims the names of the pod's resource claims
 * @param restarted whether a container that has ended can be started again
 */
record PodContext(Map<String, JsonNode> volumes, SortedSet<String> claims, boolean restarted) {

    static PodContext of(JsonNode spec, Map<String, JsonNode> volumes) {
        SortedSet<String> claims = new TreeSet<>();
        spec.path("resourceClaims")
                .forEach(claim -> claims.add(claim.path("name").asText()));
        return new PodContext(
                volumes, claims, !spec.path("restartPolicy").asText().equals("Never"));
    }
}
