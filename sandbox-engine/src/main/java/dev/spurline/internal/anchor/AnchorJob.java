// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.anchor;

import dev.spurline.RoutingKey;
import dev.spurline.internal.plan.ObjectFingerprint;
import dev.spurline.internal.survey.SpurlineLabels;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the anchor looks like, and what to think of what the server made of it. */
final class AnchorJob {

    private AnchorJob() {}

    /**
     * Describes an anchor that never makes a pod.
     *
     * @param identity whose it is
     * @param template the pod template of a fork, ready to run
     */
    static Job describe(AnchorIdentity identity, String namespace, PodTemplateSpec template, long seconds) {
        Map<String, String> labels =
                Map.of(SpurlineLabels.ENGINE, identity.engine(), SpurlineLabels.MANAGED_BY, SpurlineLabels.MANAGER);
        return describe(identity, identity.name(), labels, namespace, template, seconds);
    }

    /**
     * Describes an anchor for one sandbox that outlives its engine: who removes the sandbox by its label removes this, too.
     *
     * @param identity whose it is
     * @param template the pod template of a fork, ready to run
     */
    static Job describeKept(
            AnchorIdentity identity, RoutingKey key, String namespace, PodTemplateSpec template, long seconds) {
        Map<String, String> labels = SpurlineLabels.of(key, identity.engine());
        return describe(identity, identity.kept(key), labels, namespace, template, seconds);
    }

    private static Job describe(
            AnchorIdentity identity,
            String name,
            Map<String, String> labels,
            String namespace,
            PodTemplateSpec template,
            long seconds) {
        Job job = new JobBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .withParallelism(0)
                .withSuspend(false)
                .withBackoffLimit(0)
                .withActiveDeadlineSeconds(seconds)
                .withTtlSecondsAfterFinished(0)
                .withTemplate(AnchorTemplate.of(template))
                .endSpec()
                .build();
        identity.marks().on(job.getMetadata());
        ObjectFingerprint.mark(job);
        return job;
    }

    /** Returns the first field that somebody changed on the way in, as a sentence's part. */
    static Optional<String> changed(Job wanted, Job made) {
        JobSpec want = wanted.getSpec();
        JobSpec have = made.getSpec();
        return Stream.of(
                        difference("suspend", false, Boolean.TRUE.equals(have.getSuspend())),
                        difference("managedBy", "", Objects.requireNonNullElse(have.getManagedBy(), "")),
                        difference("parallelism", want.getParallelism(), have.getParallelism()),
                        difference("backoffLimit", want.getBackoffLimit(), have.getBackoffLimit()),
                        difference(
                                "activeDeadlineSeconds",
                                want.getActiveDeadlineSeconds(),
                                have.getActiveDeadlineSeconds()),
                        difference(
                                "ttlSecondsAfterFinished",
                                want.getTtlSecondsAfterFinished(),
                                have.getTtlSecondsAfterFinished()))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> difference(String field, @Nullable Object wanted, @Nullable Object have) {
        return Objects.equals(wanted, have)
                ? Optional.empty()
                : Optional.of("[%s] is [%s] instead of [%s]".formatted(field, have, wanted));
    }

    /** Returns whether the timer runs. */
    static boolean started(@Nullable Job job) {
        return job != null && job.getStatus() != null && job.getStatus().getStartTime() != null;
    }

    /** Returns why an anchor no longer holds, or empty if it does. A patch succeeds on a failed Job and revives nothing. */
    static Optional<String> ended(Job job) {
        if (job.getMetadata().getDeletionTimestamp() != null) {
            return Optional.of("it is being deleted");
        }
        JobStatus status = job.getStatus();
        List<io.fabric8.kubernetes.api.model.batch.v1.JobCondition> conditions =
                status == null || status.getConditions() == null ? List.of() : status.getConditions();
        return conditions.stream()
                .filter(condition -> "True".equals(condition.getStatus()))
                .filter(condition -> condition.getType().equals("Failed")
                        || condition.getType().equals("FailureTarget"))
                .map(condition -> "it has %s: %s".formatted(condition.getType(), condition.getReason()))
                .findFirst();
    }

    /** Names the anchor as an owner; neither controller nor blocking, so that owning needs no further permission. */
    static OwnerReference owner(Job job) {
        return new OwnerReferenceBuilder()
                .withApiVersion("batch/v1")
                .withKind("Job")
                .withName(job.getMetadata().getName())
                .withUid(job.getMetadata().getUid())
                .build();
    }
}
