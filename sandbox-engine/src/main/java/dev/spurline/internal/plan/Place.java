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

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.text.Json;
import io.fabric8.kubernetes.api.model.LabelSelector;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Where a kind has its selector. */
record Place(CustomKind kind, JsonPointer path) {

    private static final Set<CustomKind> PLAIN_LABELS = Set.of(CustomKind.SIDECAR, CustomKind.ENVOY_FILTER);

    Place(CustomKind kind, String path) {
        this(kind, JsonPointer.compile(path));
    }

    Selector selector(JsonNode node) {
        if (PLAIN_LABELS.contains(kind)) {
            Map<String, String> labels = new TreeMap<>();
            node.path("labels")
                    .properties()
                    .forEach(
                            label -> labels.put(label.getKey(), label.getValue().asText()));
            return Selector.of(labels);
        }
        return kind == CustomKind.CILIUM_NETWORK_POLICY
                ? cilium(node)
                : Selector.of(Json.value(node, LabelSelector.class));
    }

    /** Cilium may name the source of a label in front of it. */
    static Selector cilium(JsonNode node) {
        Selector selector = Selector.of(Json.value(node, LabelSelector.class));
        return new Selector(selector.terms().stream()
                .map(term -> new Selector.Term(
                        term.key().replaceFirst("^(k8s|any)[:.]", ""), term.operator(), term.values()))
                .toList());
    }

    JsonNode own(Map<String, String> labels) {
        return Json.tree(Map.of(PLAIN_LABELS.contains(kind) ? "labels" : "matchLabels", new TreeMap<>(labels)));
    }
}
