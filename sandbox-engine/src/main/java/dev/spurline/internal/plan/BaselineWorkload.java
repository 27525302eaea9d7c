// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import dev.spurline.Workload;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The workload that a fork copies.
 *
 * @param workload its kind and name
 * @param object the object
 * @param template its pod template; a fork is made of it, never of a live pod
 * @param claims the claim templates of a StatefulSet
 */
record BaselineWorkload(
        Workload workload, HasMetadata object, PodTemplateSpec template, List<PersistentVolumeClaim> claims) {

    BaselineWorkload {
        claims = List.copyOf(claims);
    }

    String namespace() {
        return object.getMetadata().getNamespace();
    }

    /** Returns what it would run, if it is a CronJob. */
    Optional<JobSpec> job() {
        return object instanceof CronJob cron
                ? Optional.of(cron.getSpec().getJobTemplate().getSpec())
                : Optional.empty();
    }

    Map<String, String> podLabels() {
        return template.getMetadata() == null
                ? Map.of()
                : Objects.requireNonNullElse(template.getMetadata().getLabels(), Map.of());
    }

    Map<String, String> podAnnotations() {
        return template.getMetadata() == null
                ? Map.of()
                : Objects.requireNonNullElse(template.getMetadata().getAnnotations(), Map.of());
    }

    /** Returns an own copy of the template. */
    PodTemplateSpec copy() {
        PodTemplateSpec copy = new PodTemplateSpecBuilder(template).build();
        if (copy.getMetadata() == null) {
            copy.setMetadata(new ObjectMeta());
        }
        if (copy.getSpec() == null) {
            copy.setSpec(new PodSpec());
        }
        return copy;
    }
}
