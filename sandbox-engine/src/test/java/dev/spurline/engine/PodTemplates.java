// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spurline.internal.text.JsonTrees;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import java.util.List;
import java.util.stream.Stream;

/** The pod templates of workloads of any kind. */
final class PodTemplates {

    private PodTemplates() {}

    static List<PodTemplateSpec> of(HasMetadata workload) {
        JsonNode spec = JsonTrees.tree(workload).path("spec");
        return Stream.of(spec.path("template"), spec.at("/jobTemplate/spec/template"))
                .filter(template -> template.path("spec").isObject())
                .map(template -> JsonTrees.value(template, PodTemplateSpec.class))
                .toList();
    }
}
