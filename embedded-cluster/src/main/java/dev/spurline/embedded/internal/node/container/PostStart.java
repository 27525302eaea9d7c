// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.container;

import dev.spurline.cluster.internal.failure.FailureText;
import dev.spurline.embedded.internal.node.container.ContainerPhase.Waiting;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.LifecycleHandler;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The postStart hook of a container: until it is done the container counts as being created.
 *
 * <p>Source: kubernetes.io/docs/concepts/containers/container-lifecycle-hooks.
 */
final class PostStart {

    /** The hook has no limit of its own. */
    private static final Duration LONGEST = Duration.ofDays(1);

    private final PodScope scope;
    private final Container spec;
    private CompletableFuture<Optional<String>> running = CompletableFuture.completedFuture(Optional.empty());
    private boolean cancelled;
    private ContainerPhase before = Waiting.because("ContainerCreating");
    private Optional<Waiting> failure = Optional.empty();

    PostStart(PodScope scope, Container spec) {
        this.scope = scope;
        this.spec = spec;
    }

    /**
     * Runs the hook, if there is one.
     *
     * @return what is wrong; empty: nothing, or the container has ended meanwhile
     */
    synchronized CompletableFuture<Optional<String>> run(RunningContainer run) {
        LifecycleHandler hook =
                spec.getLifecycle() == null ? null : spec.getLifecycle().getPostStart();
        if (hook == null || cancelled) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        CompletableFuture<Optional<String>> done = new LifecycleHook(scope, spec, run)
                .run(hook, LONGEST)
                .thenApply(problem -> problem.map(why -> told(hook, why)))
                .exceptionally(failure -> Optional.of(FailureText.of(failure)));
        var unused = run.exit().thenAccept(code -> done.complete(Optional.empty()));
        running = done;
        return done;
    }

    /** Notes what the container was told to be before this start of it. */
    synchronized void begin(ContainerPhase phase) {
        before = phase;
    }

    /** Notes that the hook has failed; the container ends for it. */
    synchronized void fail(String problem) {
        failure = Optional.of(Waiting.because("PostStartHookError", problem));
    }

    /** Returns how a container waits whose hook has failed. */
    synchronized Optional<Waiting> failure() {
        return failure;
    }

    /** Returns what to tell of a container: one whose hook fails has never run. */
    synchronized ContainerPhase shown(ContainerPhase phase) {
        return failure.isPresent() && phase instanceof ContainerPhase.Running ? before : phase;
    }

    private String told(LifecycleHandler hook, String why) {
        String what = hook.getExec() != null
                ? "Exec lifecycle hook (%s)"
                        .formatted("[" + String.join(" ", hook.getExec().getCommand()) + "]")
                : "HTTP lifecycle hook (%s)".formatted(hook.getHttpGet().getPath());
        String error = hook.getExec() != null
                ? "command '%s' failed, message: \"%s\""
                        .formatted(String.join(" ", hook.getExec().getCommand()), why)
                : why;
        ObjectMeta pod = scope.pod().getMetadata();
        return "%s for Container \"%s\" in Pod \"%s_%s(%s)\" failed - error: %s"
                .formatted(what, spec.getName(), pod.getName(), pod.getNamespace(), pod.getUid(), error);
    }

    /** Waits no longer: the container is to end. */
    synchronized void cancel() {
        cancelled = true;
        running.complete(Optional.empty());
    }

    /** Is at its beginning again: the container will be restarted. */
    synchronized void reset() {
        cancelled = false;
        failure = Optional.empty();
    }
}
