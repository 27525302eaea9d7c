// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import dev.spurline.SandboxSpec;
import dev.spurline.internal.routing.SandboxNames;
import dev.spurline.internal.survey.SpurlineLabels;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes down what a sandbox is and for whom, without a value that could be a secret. */
final class SandboxRecord {

    private final SandboxSpec spec;
    private final ForkObjects objects;
    private final SandboxNames names;
    private final Map<String, String> anchor;

    SandboxRecord(SandboxSpec spec, ForkObjects objects, SandboxNames names, boolean anchored) {
        this.spec = spec;
        this.objects = objects;
        this.names = names;
        // Says for a later run that the lack of an owner is no sign of death.
        this.anchor = anchored ? Map.of() : Map.of(SpurlineLabels.ANCHOR, SpurlineLabels.NO_ANCHOR);
    }

    ConfigMap of(String namespace, List<ForkDraft> drafts) {
        return new ConfigMapBuilder()
                .withMetadata(objects.metadata(names.record(), namespace))
                .addToData("owner", spec.owner())
                .addToData("forks", drafts.stream().map(SandboxRecord::line).collect(Collectors.joining("\n")))
                .addToData(anchor)
                .build();
    }

    private static String line(ForkDraft draft) {
        return "%s/%s: %s".formatted(draft.baseline().namespace(), draft.name(), draft.spec());
    }
}
