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
import java.util.concurrent.TimeUnit;

/** Runs the preStop hook of a container, if it has one. */
final class PreStop {

    private PreStop() {}

    static CompletableFuture<Optional<String>> run(
            PodScope scope, Container spec, RunningContainer running, Duration grace) {
        LifecycleHandler hook =
                spec.getLifecycle() == null ? null : spec.getLifecycle().getPreStop();
        if (hook == null) {
            return done();
        }
        ExecCheck exec = ExecProbe.of(running);
        if (hook.getExec() != null) {
            return exec.run(hook.getExec().getCommand(), grace);
        }
        if (hook.getHttpGet() != null) {
            ContainerProbes probes = new ContainerProbes(scope, spec, exec, NOBODY);
            HealthCheck.Target target = probes.target(hook.getHttpGet().getPort());
            return scope.node().checks().http(hook.getHttpGet(), target, grace);
        }
        if (hook.getSleep() != null) {
            long seconds = Math.min(hook.getSleep().getSeconds(), grace.toSeconds());
            return done().thenCompose(none -> new CompletableFuture<Optional<String>>()
                    .completeOnTimeout(Optional.empty(), seconds, TimeUnit.SECONDS));
        }
        return done();
    }

    private static CompletableFuture<Optional<String>> done() {
        return CompletableFuture.completedFuture(Optional.empty());
    }

    private static final ProbeLoop.Listener NOBODY = new ProbeLoop.Listener() {
        @Override
        public void decided(ProbeKind kind, boolean passed) {}

        @Override
        public void failed(ProbeKind kind, String message) {}
    };
}
