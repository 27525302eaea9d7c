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
import dev.spurline.ForkSpec;
import dev.spurline.SandboxSpec;
import dev.spurline.internal.text.Json;
import dev.spurline.internal.text.Mask;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Finds what in a spec may be secret: values of variables, and what a patch gives to the program rather than to Kubernetes. */
public final class SpecSecrets {

    /** Where in a pod template, or in a JSON patch of it, stands what is not Kubernetes' own. */
    private static final Set<String> PLACES = Set.of("value", "command", "args", "annotations");

    private SpecSecrets() {}

    /** Returns a mask of all of them. */
    public static Mask mask(SandboxSpec spec) {
        Set<String> values = new TreeSet<>();
        for (ForkSpec fork : spec.forks()) {
            values.addAll(fork.env().values());
            values.addAll(fork.secretEnv().values());
            fork.patch().ifPresent(patch -> values.addAll(ofPatch(patch)));
        }
        return Mask.of(values);
    }

    private static List<String> ofPatch(String patch) {
        List<String> values = new ArrayList<>();
        try {
            JsonNode parsed = Json.parse(patch);
            if (parsed.isArray()) {
                parsed.forEach(operation -> collect(operation.path("value"), secret(operation.path("path")), values));
            } else {
                collect(parsed, false, values);
            }
        } catch (IllegalArgumentException e) {
            // What cannot be read is refused, and the refusal does not quote it.
            return List.of();
        }
        return values;
    }

    private static boolean secret(JsonNode pointer) {
        return Stream.of(pointer.asText().split("/", -1)).anyMatch(PLACES::contains);
    }

    private static void collect(JsonNode node, boolean secret, List<String> values) {
        if (node.isValueNode() && secret && !node.isNull()) {
            values.add(node.asText());
        }
        if (node.isArray()) {
            node.forEach(item -> collect(item, secret, values));
        }
        node.properties()
                .forEach(field -> collect(field.getValue(), secret || PLACES.contains(field.getKey()), values));
    }
}
