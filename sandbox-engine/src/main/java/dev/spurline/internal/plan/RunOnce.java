// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import io.fabric8.kubernetes.api.model.batch.v1.JobSpec;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpecBuilder;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes of what a CronJob would start a Job with one pod that is tried once: its end is a result, not to be mended. */
final class RunOnce {

    /** What a run puts into its requests as the header of that name, so that they meet the other forks. */
    static final String BAGGAGE_VARIABLE = "SPURLINE_POD_BAGGAGE";

    private final ForkDraft draft;
    private final JobSpec baseline;

    RunOnce(ForkDraft draft, JobSpec baseline) {
        this.draft = draft;
        this.baseline = baseline;
    }

    /**
     * Changes the template.
     *
     * @param baggage the header that carries the key, if that is one of those that do
     */
    void apply(Optional<String> baggage) {
        baggage.ifPresent(this::addBaggageVariable);
        draft.pod().setRestartPolicy("Never");
        removeResizing();
        draft.noteChange(
                "restartPolicy: Never and backoffLimit: 0, because a run that fails is a result and not to be repeated");
        if (many(baseline.getParallelism()) || many(baseline.getCompletions())) {
            draft.noteChange("parallelism: 1 and completions: 1, because one pod is enough for a test");
        }
        draft.noteChange("schedule not copied, because it runs when a test asks for it");
    }

    /** With restartPolicy Never no container may ask to be restarted: validateResizePolicy in pkg/apis/core/validation. */
    private void removeResizing() {
        Stream.concat(draft.pod().getContainers().stream(), draft.pod().getInitContainers().stream())
                .filter(container -> !container.getResizePolicy().isEmpty())
                .forEach(container -> {
                    container.setResizePolicy(List.of());
                    draft.noteChange("resizePolicy of container %s dropped, because a run that is over is not restarted"
                            .formatted(container.getName()));
                });
    }

    private void addBaggageVariable(String baggage) {
        draft.setVariable(BAGGAGE_VARIABLE, baggage);
        draft.noteChange(
                "env %s of container %s added, with the number of the test that runs it, so that its requests are told from those of other tests"
                        .formatted(BAGGAGE_VARIABLE, draft.container().getName()));
    }

    private static boolean many(@Nullable Integer count) {
        return Objects.requireNonNullElse(count, 1) != 1;
    }

    /** Returns the Job's spec: what tells the pods of one Job apart is the controller's to set. */
    JobSpec spec() {
        return new JobSpecBuilder(baseline)
                .withSuspend(false)
                .withManualSelector(null)
                .withSelector(null)
                .withManagedBy(null)
                .withParallelism(1)
                .withCompletions(1)
                .withBackoffLimit(0)
                .withBackoffLimitPerIndex(null)
                .withMaxFailedIndexes(null)
                .withPodFailurePolicy(null)
                .withPodReplacementPolicy(null)
                .withSuccessPolicy(null)
                // The result is read when it is over, and the record owns what is left.
                .withTtlSecondsAfterFinished(null)
                .withTemplate(draft.template())
                .build();
    }
}
