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

import dev.spurline.RoutingKey;
import dev.spurline.SandboxSpec;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes down what a sandbox is and for whom, without a value that could be a secret. */
final class SandboxRecord {

    private final SandboxSpec spec;
    private final ForkObjects objects;
    private final Map<String, String> anchor;

    SandboxRecord(SandboxSpec spec, ForkObjects objects, boolean anchored) {
        this.spec = spec;
        this.objects = objects;
        // Says for a later run that the lack of an owner is no sign of death.
        this.anchor = anchored ? Map.of() : Map.of(Labels.ANCHOR, Labels.NO_ANCHOR);
    }

    ConfigMap of(RoutingKey key, String namespace, List<ForkDraft> drafts) {
        return new ConfigMapBuilder()
                .withMetadata(objects.metadata(Labels.record(key), namespace))
                .addToData("owner", spec.owner())
                .addToData("forks", drafts.stream().map(SandboxRecord::line).collect(Collectors.joining("\n")))
                .addToData(anchor)
                .build();
    }

    private static String line(ForkDraft draft) {
        return "%s/%s: %s".formatted(draft.baseline().namespace(), draft.name(), draft.spec());
    }
}
