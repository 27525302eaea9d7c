// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * The class of service of a pod, by what its containers ask for.
 *
 * <p>Source: kubernetes.io/docs/concepts/workloads/pods/pod-qos.
 */
final class QualityOfService {

    private QualityOfService() {}

    static String of(JsonNode spec) {
        boolean any = false;
        boolean guaranteed = true;
        for (String list : List.of("containers", "initContainers")) {
            for (JsonNode container : spec.path(list)) {
                JsonNode resources = container.path("resources");
                any |= !resources.path("requests").isEmpty()
                        || !resources.path("limits").isEmpty();
                guaranteed &= isGuaranteed(resources);
            }
        }
        if (!any) {
            return "BestEffort";
        }
        return guaranteed ? "Guaranteed" : "Burstable";
    }

    private static boolean isGuaranteed(JsonNode resources) {
        for (String name : List.of("cpu", "memory")) {
            JsonNode limit = resources.path("limits").path(name);
            if (limit.isMissingNode() || !resources.path("requests").path(name).equals(limit)) {
                return false;
            }
        }
        return true;
    }
}
