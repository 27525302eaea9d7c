// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.engine;

import dev.spurline.internal.plan.PlanDifference;
import dev.spurline.internal.plan.SandboxPlan;
import dev.spurline.internal.plan.Step;
import dev.spurline.internal.plan.Wave;
import dev.spurline.internal.secrets.Mask;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** Who owns the objects of one sandbox: in each namespace a record, which an anchor owns. */
final class Ownership {

    private final Rooms rooms;
    private final Map<String, OwnerReference> records = new ConcurrentHashMap<>();

    Ownership(Rooms rooms) {
        this.rooms = rooms;
    }

    /** Returns the records, by namespace. */
    Map<String, OwnerReference> records() {
        return records;
    }

    /** Creates one object of the sandbox. */
    HasMetadata create(Step step) {
        return rooms.writes().perform(List.of(step), records).get(0);
    }

    /** Makes the anchors and records of a plan, and returns the records. */
    List<HasMetadata> begin(SandboxPlan plan) {
        return make(plan, plan.waves().getOrDefault(Wave.RECORD, List.of()));
    }

    /** Makes those of namespaces in which the sandbox had nothing before. */
    void extend(SandboxPlan plan, PlanDifference difference) {
        var unused = make(
                plan,
                difference.made().stream()
                        .filter(step -> step.wave() == Wave.RECORD)
                        .toList());
    }

    private List<HasMetadata> make(SandboxPlan plan, List<Step> steps) {
        Map<String, OwnerReference> anchors = new ConcurrentHashMap<>();
        if (rooms.anchored()) {
            rooms.workers()
                    .all(steps.stream()
                            .map(step -> step.object().getMetadata().getNamespace())
                            .<Runnable>map(namespace -> () -> anchors.put(namespace, anchor(plan, namespace)))
                            .toList());
        }
        List<HasMetadata> made = rooms.writes().perform(steps, anchors);
        made.forEach(record -> records.put(record.getMetadata().getNamespace(), owner(record)));
        return made;
    }

    private OwnerReference anchor(SandboxPlan plan, String namespace) {
        PodTemplateSpec template =
                withoutSecrets(Objects.requireNonNull(plan.anchorTemplates().get(namespace), namespace), plan.mask());
        return rooms.anchors().owner(namespace, template);
    }

    private static OwnerReference owner(HasMetadata record) {
        return new OwnerReferenceBuilder()
                .withApiVersion(record.getApiVersion())
                .withKind(record.getKind())
                .withName(record.getMetadata().getName())
                .withUid(record.getMetadata().getUid())
                .build();
    }

    /** An annotation that a patch sets may be a secret, and the anchor belongs to all sandboxes of the engine. */
    private static PodTemplateSpec withoutSecrets(PodTemplateSpec template, Mask mask) {
        Map<String, String> annotations = new LinkedHashMap<>(
                Objects.requireNonNullElse(template.getMetadata().getAnnotations(), Map.of()));
        annotations
                .values()
                .removeIf(value -> value != null && !mask.clean(value).equals(value));
        return new PodTemplateSpecBuilder(template)
                .editMetadata()
                .withAnnotations(annotations)
                .endMetadata()
                .build();
    }
}
