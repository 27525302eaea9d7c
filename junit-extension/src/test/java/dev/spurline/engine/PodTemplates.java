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
package dev.spurline.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.internal.text.Json;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.List;
import java.util.stream.Stream;

/** The pod templates of workloads of any kind. */
final class PodTemplates {

    private PodTemplates() {}

    static List<PodTemplateSpec> of(HasMetadata workload) {
        JsonNode spec = Json.tree(workload).path("spec");
        return Stream.of(spec.path("template"), spec.at("/jobTemplate/spec/template"))
                .filter(template -> template.path("spec").isObject())
                .map(template -> Json.value(template, PodTemplateSpec.class))
                .toList();
    }
}
