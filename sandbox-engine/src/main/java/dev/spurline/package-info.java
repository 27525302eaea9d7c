// SPDX-License-Identifier: Apache-2.0
/**
 * Sandboxes in a shared Kubernetes namespace, without JUnit: start at {@link dev.spurline.SandboxEngine}.
 *
 * <p>This package is the whole public API of the engine, with its settings in {@link dev.spurline.settings} and the two
 * small interfaces by which an embedded cluster is described ({@link dev.spurline.Blueprint}) and found
 * ({@link dev.spurline.ClusterProvider}). Everything under {@code dev.spurline.internal} may change at any time.
 */
@NullMarked
package dev.spurline;

import org.jspecify.annotations.NullMarked;
