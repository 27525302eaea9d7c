/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.spurline.embedded.internal.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** The class of service of a pod, by what its containers ask for. */
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
