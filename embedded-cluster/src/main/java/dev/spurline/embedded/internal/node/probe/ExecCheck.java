// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.node.probe;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Runs a command as if inside a container. Empty: it ended with exit code 0; else what a kubelet would say. */
@FunctionalInterface
public interface ExecCheck {

    CompletableFuture<Optional<String>> run(List<String> command, Duration timeout);
}
