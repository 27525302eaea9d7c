/*
 * Copyright 2026 the Spurline authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *     https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package dev.spurline.embedded.internal.node;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.LifecycleHandler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The postStart hook of a container: until it is done the container counts as being created. */
final class PostStart {

    /** The hook has no limit of its own. */
    private static final Duration LONGEST = Duration.ofDays(1);

    private final PodScope scope;
    private final Container spec;
    private CompletableFuture<Optional<String>> running = CompletableFuture.completedFuture(Optional.empty());
    private boolean cancelled;

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
                .exceptionally(failure -> Optional.of(String.valueOf(failure.getMessage())));
        var unused = run.exit().thenAccept(code -> done.complete(Optional.empty()));
        running = done;
        return done;
    }

    /** Waits no longer: the container is to end. */
    synchronized void cancel() {
        cancelled = true;
        running.complete(Optional.empty());
    }

    /** Is at its beginning again: the container will be restarted. */
    synchronized void reset() {
        cancelled = false;
    }
}
