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
    private final SandboxLabels labels;
    private final List<ForeignSandbox> joined;
    private final Map<String, String> anchor;

    SandboxRecord(SandboxSpec spec, ForkObjects objects, SandboxNames names, PlanOptions options) {
        this.spec = spec;
        this.objects = objects;
        this.names = names;
        this.labels = SandboxLabels.of(options.settings());
        this.joined = options.joined();
        // Says for a later run that the lack of an owner is no sign of death.
        this.anchor = options.anchored() ? Map.of() : Map.of(SpurlineLabels.ANCHOR, SpurlineLabels.NO_ANCHOR);
    }

    ConfigMap of(String namespace, List<ForkDraft> drafts) {
        return new ConfigMapBuilder()
                .withMetadata(objects.metadata(names.record(), namespace))
                .addToData("owner", spec.owner())
                .addToData("forks", drafts.stream().map(SandboxRecord::line).collect(Collectors.joining("\n")))
                .addToData(anchor)
                .addToData(labels.entry())
                .addToData(joins())
                .build();
    }

    private Map<String, String> joins() {
        return joined.isEmpty()
                ? Map.of()
                : Map.of(
                        "joins",
                        joined.stream()
                                .map(sandbox -> "%s: %s"
                                        .formatted(
                                                sandbox.title(),
                                                sandbox.forks().stream()
                                                        .map(PlannedFork::workload)
                                                        .toList()))
                                .collect(Collectors.joining("\n")));
    }

    private static String line(ForkDraft draft) {
        return "%s/%s: %s".formatted(draft.baseline().namespace(), draft.name(), draft.spec());
    }
}
