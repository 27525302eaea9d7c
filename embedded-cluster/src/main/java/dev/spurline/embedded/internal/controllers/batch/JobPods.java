// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.controllers.batch;

import dev.spurline.embedded.internal.controllers.runtime.OwnerReferences;
import dev.spurline.embedded.internal.controllers.runtime.PodLifecycle;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobStatus;
import io.fabric8.kubernetes.api.model.batch.v1.UncountedTerminatedPods;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The pods of a Job. A pod that has ended is counted once: it carries a finalizer until its uid has been noted in the
 * status, and the uid is struck from there once the finalizer is gone.
 *
 * <p>Source: {@code pkg/controller/job/job_controller.go} (trackJobStatusAndRemoveFinalizers).
 *
 * @param job the Job
 * @param all all pods that it controls
 */
record JobPods(Job job, List<Pod> all) {

    static final String TRACKED = "batch.kubernetes.io/job-tracking";
    static final String INDEX = "batch.kubernetes.io/job-completion-index";

    static JobPods of(Job job, Collection<Pod> pods) {
        return new JobPods(job, List.copyOf(pods));
    }

    List<Pod> active() {
        return all.stream().filter(PodLifecycle::active).toList();
    }

    int ready() {
        return (int) active().stream().filter(PodLifecycle::ready).count();
    }

    int terminating() {
        return (int) all.stream().filter(PodLifecycle::terminating).count();
    }

    /** Returns the pods that have ended and are neither counted nor noted yet. */
    List<Pod> uncounted() {
        Set<String> noted = noted();
        return all.stream()
                .filter(JobPods::ended)
                .filter(pod -> pod.getMetadata().getFinalizers().contains(TRACKED))
                .filter(pod -> !noted.contains(pod.getMetadata().getUid()))
                .toList();
    }

    /** Tells whether each pod that has ended is in the numbers of the status. */
    boolean isCounted() {
        return uncounted().isEmpty() && noted().isEmpty();
    }

    /** Returns the noted pods that still carry the finalizer. */
    List<Pod> tracked() {
        Set<String> noted = noted();
        return all.stream()
                .filter(pod -> noted.contains(pod.getMetadata().getUid()))
                .filter(pod -> pod.getMetadata().getFinalizers().contains(TRACKED))
                .toList();
    }

    int succeeded() {
        return count(status().map(JobStatus::getSucceeded).orElse(null))
                + uncountedIn(
                        status().map(JobStatus::getUncountedTerminatedPods).map(UncountedTerminatedPods::getSucceeded));
    }

    int failed() {
        return count(status().map(JobStatus::getFailed).orElse(null))
                + uncountedIn(
                        status().map(JobStatus::getUncountedTerminatedPods).map(UncountedTerminatedPods::getFailed));
    }

    int restarts() {
        return active().stream()
                .flatMap(pod -> pod.getStatus() == null ? Stream.of() : pod.getStatus().getContainerStatuses().stream())
                .mapToInt(container -> count(container.getRestartCount()))
                .sum();
    }

    /** Returns the completion indexes that are done, those of pods that ended now included. */
    Set<Integer> completedIndexes() {
        Set<Integer> indexes = new TreeSet<>(CompletionIndexes.parse(
                status().map(JobStatus::getCompletedIndexes).orElse(null)));
        all.stream()
                .filter(pod -> PodLifecycle.phase(pod).equals("Succeeded"))
                .forEach(pod -> index(pod).ifPresent(indexes::add));
        return indexes;
    }

    static Optional<Integer> index(Pod pod) {
        return Optional.ofNullable(pod.getMetadata().getAnnotations())
                .map(annotations -> annotations.get(INDEX))
                .map(Integer::valueOf);
    }

    /** A pod that was deleted before it ended has failed, too. */
    private static boolean ended(Pod pod) {
        return PodLifecycle.finished(pod) || (OwnerReferences.deleting(pod) && !PodLifecycle.bound(pod));
    }

    private Set<String> noted() {
        Set<String> uids = new HashSet<>();
        status().map(JobStatus::getUncountedTerminatedPods).ifPresent(pods -> {
            uids.addAll(pods.getSucceeded());
            uids.addAll(pods.getFailed());
        });
        return uids;
    }

    private Optional<JobStatus> status() {
        return Optional.ofNullable(job.getStatus());
    }

    private static int uncountedIn(Optional<List<String>> uids) {
        return uids.map(List::size).orElse(0);
    }

    static int count(@Nullable Integer number) {
        return number == null ? 0 : number;
    }
}
