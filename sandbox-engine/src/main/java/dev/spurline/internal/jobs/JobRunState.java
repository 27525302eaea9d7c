// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.jobs;

import dev.spurline.internal.plan.PlannedJob;
import dev.spurline.internal.ready.ForkState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** What has become of one run of a CronJob's fork so far. Read from what the cluster says, without asking. */
sealed interface JobRunState {

    /**
     * It goes on.
     *
     * @param seen what it does, for people
     */
    record Waiting(String seen) implements JobRunState {}

    /**
     * It is over.
     *
     * @param succeeded whether the Job is complete
     * @param exitCode of the container that matters, if that ended by itself
     * @param reason why it is over
     * @param pod the name of the pod, if there is one
     */
    record Over(boolean succeeded, OptionalInt exitCode, String reason, Optional<String> pod) implements JobRunState {}

    /**
     * It will not begin by waiting.
     *
     * @param why as for a fork that runs all the time
     */
    record Hopeless(ForkState.Failed why) implements JobRunState {}

    /**
     * Judges.
     *
     * @param fork what runs
     * @param job the run
     * @param pods its pods, and perhaps others
     */
    static JobRunState of(PlannedJob fork, Job job, Collection<Pod> pods) {
        List<Pod> own = pods.stream().filter(pod -> owned(pod, job)).toList();
        Map<String, ContainerStateTerminated> ended = own.stream()
                .flatMap(pod -> pod.getStatus().getContainerStatuses().stream())
                .filter(status -> status.getState() != null && status.getState().getTerminated() != null)
                .collect(Collectors.toMap(
                        ContainerStatus::getName, status -> status.getState().getTerminated(), (one, other) -> other));
        Optional<ContainerStateTerminated> end = Optional.ofNullable(ended.get(fork.container()));
        Optional<JobCondition> verdict = verdict(job);
        // A sidecar that was injected need not end, and then the Job does not end either.
        boolean all = ended.keySet().containsAll(fork.containers());
        if (verdict.isEmpty() && !all) {
            return going(own);
        }
        boolean succeeded = verdict.map(condition -> condition.getType().equals("Complete"))
                .orElseGet(() -> ended.entrySet().stream()
                        .filter(entry -> fork.containers().contains(entry.getKey()))
                        .allMatch(entry -> entry.getValue().getExitCode() == 0));
        return new Over(
                succeeded,
                end.map(state -> OptionalInt.of(state.getExitCode())).orElseGet(OptionalInt::empty),
                end.map(state -> reason(fork, state))
                        .or(() -> verdict.map(JobRunState::reason))
                        .orElseThrow(),
                own.stream().findFirst().map(pod -> pod.getMetadata().getName()));
    }

    private static boolean owned(Pod pod, Job job) {
        return pod.getStatus() != null
                && pod.getMetadata().getOwnerReferences().stream()
                        .anyMatch(
                                owner -> owner.getUid().equals(job.getMetadata().getUid()));
    }

    private static Optional<JobCondition> verdict(Job job) {
        List<JobCondition> conditions =
                job.getStatus() == null ? List.of() : job.getStatus().getConditions();
        return conditions.stream()
                .filter(condition -> condition.getType().equals("Complete")
                        || condition.getType().equals("Failed"))
                .filter(condition -> "True".equals(condition.getStatus()))
                .findFirst();
    }

    private static JobRunState going(List<Pod> own) {
        ForkState state = ForkState.of(Optional.empty(), own, List.of(), List.of());
        if (state instanceof ForkState.Failed failed) {
            return new Hopeless(failed);
        }
        return new Waiting(state instanceof ForkState.Waiting waiting ? waiting.seen() : "its pod runs");
    }

    private static String reason(PlannedJob fork, ContainerStateTerminated end) {
        return "container [%s] ended with exit code [%d], [%s]"
                .formatted(fork.container(), end.getExitCode(), end.getReason());
    }

    private static String reason(JobCondition condition) {
        return "Job is [%s], [%s]: %s".formatted(condition.getType(), condition.getReason(), condition.getMessage());
    }
}
