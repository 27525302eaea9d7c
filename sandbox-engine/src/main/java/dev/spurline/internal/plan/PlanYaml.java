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
package dev.spurline.internal.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.spurline.internal.text.Json;
import dev.spurline.internal.text.Mask;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Prints the objects of a plan as a YAML stream. The value of every environment variable is masked unless it is plainly
 * harmless: plans end up in logs.
 */
final class PlanYaml {

    /** Ours, and nobody's secret. */
    private static final Set<String> SHOWN = Set.of(ForkMaker.KEY_VARIABLE);

    private final SandboxPlan plan;

    PlanYaml(SandboxPlan plan) {
        this.plan = plan;
    }

    String print() {
        return plan.steps().stream()
                .map(step -> Json.tree(step.object()))
                .map(this::masked)
                .map(Json::yaml)
                .collect(Collectors.joining());
    }

    private JsonNode masked(JsonNode node) {
        if (node instanceof ObjectNode object) {
            maskEnv(object);
            object.properties().forEach(field -> field.setValue(clean(field.getValue())));
        }
        if (node instanceof ArrayNode list) {
            for (int i = 0; i < list.size(); i++) {
                list.set(i, clean(list.get(i)));
            }
        }
        node.forEach(this::masked);
        return node;
    }

    private JsonNode clean(JsonNode node) {
        return node.isTextual() ? new TextNode(plan.mask().clean(node.asText())) : node;
    }

    private static void maskEnv(ObjectNode container) {
        for (JsonNode variable : container.path("env")) {
            if (variable instanceof ObjectNode object
                    && object.has("value")
                    && !SHOWN.contains(object.path("name").asText())) {
                object.put("value", Mask.HIDDEN);
            }
        }
    }
}
