// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.explain;

import dev.spurline.MeshRequest;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What has to be read to explain a request.
 *
 * @param namespace the namespace that is surveyed: the called Service's
 * @param callers workloads elsewhere whose pods are looked at, by namespace
 */
public record RequestSurvey(String namespace, Map<String, Set<String>> callers) {

    /** Copies the map. */
    public RequestSurvey {
        callers = Map.copyOf(callers);
    }

    /**
     * Returns what a request needs.
     *
     * @param home asked for the namespace of a Service that names none, if nothing is said of the caller either
     */
    public static RequestSurvey of(MeshRequest request, Supplier<String> home) {
        String namespace = request.atGateway()
                ? home.get()
                : CalledAddress.of(request, home).namespace();
        Map<String, Set<String>> callers = request.caller()
                .map(caller -> caller.split("/", 2))
                .filter(caller -> caller.length == 2 && !caller[0].equals(namespace))
                .map(caller -> Map.of(caller[0], Set.of(caller[1])))
                .orElse(Map.of());
        return new RequestSurvey(namespace, callers);
    }
}
