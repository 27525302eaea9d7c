// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.jobs;

import dev.spurline.ForkFailedException;
import dev.spurline.JobResult;
import dev.spurline.internal.diagnosis.FailureDetails;
import dev.spurline.internal.diagnosis.PodDiagnosis;
import dev.spurline.internal.plan.PlannedJob;
import dev.spurline.internal.ready.ForkState;
import dev.spurline.internal.secrets.SecretMask;
import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.watch.NamespaceView;
import dev.spurline.internal.watch.ViewFreshness;
import dev.spurline.internal.watch.WatchListener;
import dev.spurline.internal.work.Deadline;
import dev.spurline.internal.work.WakeUpSignal;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Follows one run of a CronJob's fork to its end. */
final class JobRunWatch {

    /** The sandbox may end without an event about the run. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final KubernetesClient client;
    private final NamespaceView view;
    private final PodDiagnosis diagnosis;
    private final SecretMask mask;
    private final PlannedJob fork;
    private final WakeUpSignal signal = new WakeUpSignal();
    private final long start = System.nanoTime();

    /**
     * Prepares to follow.
     *
     * @param client reads the last word about the pod
     * @param view the Job's namespace
     * @param diagnosis reads events and logs
     * @param mask hides what may be secret in them
     * @param fork what runs
     */
    JobRunWatch(KubernetesClient client, NamespaceView view, PodDiagnosis diagnosis, SecretMask mask, PlannedJob fork) {
        this.client = client;
        this.view = view;
        this.diagnosis = diagnosis;
        this.mask = mask;
        this.fork = fork;
    }

    /**
     * Waits for the end of a run.
     *
     * @param made the Job, as it was made
     * @param deadline how long
     * @param refuse throws if the sandbox has ended meanwhile; asked whenever something has happened
     * @throws ForkFailedException as soon as it cannot begin by waiting, or at the deadline
     */
    JobResult await(Job made, Deadline deadline, Runnable refuse) throws InterruptedException {
        List<Runnable> ends =
                List.of(view.jobs().follow(new Waker<>()), view.pods().follow(new Waker<>()));
        try {
            return follow(made, deadline, refuse);
        } finally {
            ends.forEach(Runnable::run);
        }
    }

    private JobResult follow(Job made, Deadline deadline, Runnable refuse) throws InterruptedException {
        while (true) {
            long seen = signal.seen();
            refuse.run();
            JobRunState state = JobRunState.of(fork, known(made), view.pods().all());
            if (state instanceof JobRunState.Over) {
                return result(made);
            }
            if (state instanceof JobRunState.Hopeless hopeless) {
                throw hopeless(made, hopeless.why());
            }
            if (deadline.over()) {
                throw late(made, ((JobRunState.Waiting) state).seen(), deadline);
            }
            signal.await(seen, deadline.left().compareTo(LOOK) < 0 ? deadline.left() : LOOK);
        }
    }

    private Job known(Job made) {
        String uid = made.getMetadata().getUid();
        return view.jobs().all().stream()
                .filter(job -> uid.equals(job.getMetadata().getUid()))
                .findFirst()
                .orElse(made);
    }

    /** The views of Jobs and pods are not of one moment: the Job may be known to have ended before its pod is. */
    private JobResult result(Job made) {
        Collection<Pod> pods = client.pods()
                .inNamespace(fork.namespace())
                .withLabel(
                        SpurlineLabels.SANDBOX, made.getMetadata().getLabels().get(SpurlineLabels.SANDBOX))
                .list()
                .getItems();
        if (!(JobRunState.of(fork, known(made), pods) instanceof JobRunState.Over over)) {
            throw gone(fork, made.getMetadata().getName());
        }
        String name = made.getMetadata().getName();
        String log = over.pod()
                .map(pod -> diagnosis.whole(fork.namespace(), pod, fork.container()))
                .map(lines -> String.join("\n", lines))
                .orElse("");
        return new JobResult(
                fork.workload(),
                name,
                over.pod().orElse(""),
                over.succeeded(),
                over.exitCode(),
                mask.clean(over.reason()),
                log,
                Duration.ofNanos(System.nanoTime() - start));
    }

    /** Says that a run has ended, and nobody can say any more how. */
    static ForkFailedException gone(PlannedJob fork, String run) {
        return new ForkFailedException(
                "Run [%s] of fork [%s] in namespace [%s] has lost its pod: somebody removed it before its result was read; run it again"
                        .formatted(run, fork.workload(), fork.namespace()));
    }

    private ForkFailedException hopeless(Job made, ForkState.Failed why) {
        return new ForkFailedException("Fork [%s] in namespace [%s] cannot start: %s%s"
                .formatted(fork.workload(), fork.namespace(), why.reason(), details(made, why.pod(), why.container())));
    }

    private ForkFailedException late(Job made, String seen, Deadline deadline) {
        Optional<String> pod = view.pods().all().stream()
                .filter(candidate -> candidate.getMetadata().getOwnerReferences().stream()
                        .anyMatch(owner ->
                                owner.getUid().equals(made.getMetadata().getUid())))
                .map(candidate -> candidate.getMetadata().getName())
                .findFirst();
        return new ForkFailedException(
                "Run [%s] of fork [%s] in namespace [%s] is not over %s: %s. Give it longer with run(workload, limit), or see what it does:%s"
                        .formatted(
                                made.getMetadata().getName(),
                                fork.workload(),
                                fork.namespace(),
                                deadline.within(),
                                seen,
                                details(made, pod, Optional.of(fork.container()))));
    }

    private String details(Job made, Optional<String> pod, Optional<String> container) {
        return new FailureDetails(diagnosis, mask)
                .of(fork.namespace(), pod.orElse(made.getMetadata().getName()), pod, container, false);
    }

    /** Wakes who waits when a Job or pod of the sandbox has changed. */
    private final class Waker<T extends HasMetadata> implements WatchListener<T> {

        @Override
        public void changed(T object) {
            if (SpurlineLabels.ofSandbox(object)) {
                signal.wake();
            }
        }

        @Override
        public void gone(T object) {
            changed(object);
        }

        @Override
        public void turned(ViewFreshness freshness) {
            signal.wake();
        }
    }
}
