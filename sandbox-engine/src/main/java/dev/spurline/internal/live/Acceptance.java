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
package dev.spurline.internal.live;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the controllers of Gateway API routes wrote into a route's status. */
sealed interface Acceptance {

    /** No controller has spoken, or not about this generation. */
    record Pending() implements Acceptance {}

    /**
     * A controller took the route up and found all it refers to.
     *
     * @param controller the controller
     */
    record Accepted(String controller) implements Acceptance {}

    /**
     * A controller refused it.
     *
     * @param reason which condition, why
     */
    record Refused(String reason) implements Acceptance {}

    /** Reads the status of a route. */
    static Acceptance of(GenericKubernetesResource route) {
        List<?> parents = route.getAdditionalProperties().get("status") instanceof Map<?, ?> status
                        && status.get("parents") instanceof List<?> list
                ? list
                : List.of();
        Optional<Acceptance> spoken = parents.stream()
                .filter(Map.class::isInstance)
                .map(parent -> of((Map<?, ?>) parent, route.getMetadata().getGeneration()))
                .filter(answer -> !(answer instanceof Pending))
                .reduce((one, other) -> one instanceof Refused ? one : other);
        return spoken.orElseGet(Pending::new);
    }

    private static Acceptance of(Map<?, ?> parent, long generation) {
        String controller = String.valueOf(parent.get("controllerName"));
        List<?> conditions = parent.get("conditions") instanceof List<?> list ? list : List.of();
        boolean accepted = false;
        boolean resolved = false;
        for (Object each : conditions) {
            if (each instanceof Map<?, ?> condition && current(condition, generation)) {
                String type = String.valueOf(condition.get("type"));
                boolean isTrue = "True".equals(condition.get("status"));
                boolean matters = type.equals("Accepted") || type.equals("ResolvedRefs");
                if (matters && !isTrue) {
                    return new Refused("%s says [%s] is [%s], [%s]: %s"
                            .formatted(
                                    controller,
                                    type,
                                    condition.get("status"),
                                    condition.get("reason"),
                                    condition.get("message")));
                }
                accepted |= type.equals("Accepted") && isTrue;
                resolved |= type.equals("ResolvedRefs") && isTrue;
            }
        }
        return accepted && resolved ? new Accepted(controller) : new Pending();
    }

    /** Linkerd never writes observedGeneration; our routes are never changed, so its absence says nothing. */
    private static boolean current(Map<?, ?> condition, long generation) {
        return !(condition.get("observedGeneration") instanceof Number observed) || observed.longValue() >= generation;
    }
}
